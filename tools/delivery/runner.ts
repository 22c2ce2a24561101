import type { StackConfig } from "../../platform/config/stack.generated";

/**
 * The reason why a job on this runner cannot reach the environment's Kubernetes API, with the correction; `undefined` without a
 * known reason. Without this check, a job on GitHub's default runner would wait for an API that never answers.
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
    `the Kubernetes API of ${environment} is private, and GitHub-hosted runners cannot reach it. Set the variables PLAN_RUNNER (plans of ` +
    "pull requests) and DEPLOY_RUNNER (deployments, drift) of the repository or the organisation, not of a GitHub environment: " +
    "docs/how-to/let-github-deploy.md#4-choose-the-runners"
  );
}
