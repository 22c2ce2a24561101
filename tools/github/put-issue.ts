import type { Repository } from "./client";

/** An issue that is kept while something holds. */
export interface StandingIssue {
  readonly title: string;
  /** Label by which it is found again; GitHub makes it where it does not exist. */
  readonly label: string;
  /** The text; undefined where there is nothing to say any more. */
  readonly body: string | undefined;
  /** Comment with which it is closed. */
  readonly closing: string;
}

/** What was done with the issue. */
export type PutIssue = "opened" | "updated" | "closed" | "none";

/** Opens an issue, brings the open one with the same label up to date, or closes it when there is nothing to say. */
export async function putIssue({ octokit, owner, repo }: Repository, issue: StandingIssue): Promise<PutIssue> {
  const { title, label, body, closing } = issue;
  const { data } = await octokit.rest.issues.listForRepo({ owner, repo, labels: label, state: "open", per_page: 100 });
  const open = data.find((one) => one.pull_request === undefined);
  if (open === undefined) {
    if (body === undefined) {
      return "none";
    }
    await octokit.rest.issues.create({ owner, repo, title, body, labels: [label] });
    return "opened";
  }
  const existing = { owner, repo, issue_number: open.number };
  if (body !== undefined) {
    await octokit.rest.issues.update({ ...existing, title, body });
    return "updated";
  }
  await octokit.rest.issues.createComment({ ...existing, body: closing });
  await octokit.rest.issues.update({ ...existing, state: "closed", state_reason: "completed" });
  return "closed";
}
