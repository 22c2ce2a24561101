import type { Octokit } from "@octokit/rest" with { "resolution-mode": "import" };

import { UsageError } from "../../diagnostics/usage-error";

/** A repository on GitHub, with a client. */
export interface Repository {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
}

/** Login of the bot that acts with a GitHub workflow's token. */
export const WORKFLOW_BOT = "github-actions[bot]";

/**
 * The repository that a workflow of GitHub Actions runs for, from the variables that GitHub sets: GITHUB_REPOSITORY,
 * GITHUB_API_URL, and GITHUB_TOKEN, which the workflow passes.
 */
export async function connect(environment: NodeJS.ProcessEnv): Promise<Repository> {
  const { GITHUB_REPOSITORY: name = "", GITHUB_TOKEN: token = "", GITHUB_API_URL: baseUrl } = environment;
  const [owner = "", repo = ""] = name.split("/");
  const missing = [
    ...(owner === "" || repo === "" ? ["GITHUB_REPOSITORY=<owner>/<name>"] : []),
    ...(token === "" ? ["GITHUB_TOKEN"] : []),
  ];
  if (missing.length > 0) {
    throw new UsageError(`set ${missing.join(" and ")} in the environment; in GitHub Actions, pass github.token`);
  }
  const { Octokit } = await import("@octokit/rest");
  return { octokit: new Octokit({ auth: token, ...(baseUrl === undefined ? {} : { baseUrl }) }), owner, repo };
}
