import { type Repository, WORKFLOW_BOT } from "./client";

/** The action on the comment. */
export type PutComment = "created" | "updated" | "unchanged";

/**
 * Writes a comment on a pull request or an issue, or changes the earlier comment with the same first line, so that the
 * conversation has one of each kind. It changes only comments of the workflow's own bot, because anybody may write that line.
 */
export async function putComment(
  { octokit, owner, repo }: Repository,
  number: number,
  body: string,
): Promise<PutComment> {
  const [marker] = body.split("\n", 1);
  const comments = await octokit.paginate("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  });
  const earlier = comments.find(
    (comment) => comment.user?.login === WORKFLOW_BOT && comment.body?.split(/\r?\n/, 1)[0] === marker,
  );
  if (earlier === undefined) {
    await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body });
    return "created";
  }
  if (earlier.body === body) {
    return "unchanged";
  }
  await octokit.rest.issues.updateComment({ owner, repo, comment_id: earlier.id, body });
  return "updated";
}
