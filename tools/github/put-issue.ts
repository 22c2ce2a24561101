import type { Repository } from "./client";

/** An issue that stays open while a condition lasts. */
export interface OpenIssue {
  readonly title: string;
  /** Label by which later runs find it; GitHub creates a missing label. */
  readonly label: string;
  /** The text; undefined if the condition has ended. */
  readonly body: string | undefined;
  /** Closing comment. */
  readonly closing: string;
}

/** The action on the issue. */
export type PutIssue = "opened" | "updated" | "closed" | "none";

/** Opens an issue, updates the open one with the same label, or closes it if the condition has ended. */
export async function putIssue({ octokit, owner, repo }: Repository, issue: OpenIssue): Promise<PutIssue> {
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
