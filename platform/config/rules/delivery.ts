import type { Finding } from "../../../diagnostics/problem";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/** The subject of GitHub's tokens belongs to the repository's owner. */
export function subjectFindings({ delivery: { repository, subjectPrefix: prefix } }: StackConfig): Finding[] {
  const [owner = ""] = repository.split("/");
  return prefix === undefined || prefix.toLowerCase().startsWith(`repo:${owner.toLowerCase()}`)
    ? []
    : [
        broken(
          "subject-of-another-owner",
          ["delivery", "subjectPrefix"],
          `${prefix} is not a subject of ${repository} (delivery.repository): write the one that GitHub shows for it, or leave it out for repo:${repository}`,
        ),
      ];
}

/** A branch is a name, without `refs/heads/`. */
export function branchFindings({ delivery: { branch } }: StackConfig): Finding[] {
  return branch.startsWith("refs/")
    ? [
        broken(
          "branch-is-a-ref",
          ["delivery", "branch"],
          `${branch} is a ref: write the branch's name, as ${branch.replace(/^refs\/(heads\/)?/, "")}`,
        ),
      ]
    : [];
}
