import type { StackConfig } from "../../platform/config/stack.generated";

/**
 * Says why a job of GitHub cannot reach the environment's Kubernetes API from its runner, and what to set; `undefined` where
 * nothing is known to be in the way. Without it, a job whose runner nobody named waits for an API that never answers.
 *
 * @param runnerEnvironment - `RUNNER_ENVIRONMENT`, which GitHub sets to `github-hosted` or `self-hosted`
 *   (https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables)
 */
export function runnerProblem(
  environment: string,
  { cluster }: Pick<StackConfig, "cluster">,
  runnerEnvironment: string | undefined,
): string | undefined {
  if (runnerEnvironment !== "github-hosted" || cluster.publicAccessCidrBlocks.length > 0) {
    return undefined;
  }
  return (
    `the Kubernetes API of ${environment} is private, and runners of GitHub cannot reach it. Set the variables PLAN_RUNNER (plans of ` +
    "pull requests) and DEPLOY_RUNNER (deployments, drift) of the repository or the organisation, not of a GitHub environment: " +
    "docs/how-to/let-github-deploy.md#4-choose-the-runners"
  );
}
