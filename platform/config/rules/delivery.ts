import type { Finding } from "../../../diagnostics/problem";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/** Checks `delivery`. */
export function deliveryFindings({ delivery }: StackConfig): Finding[] {
  const [owner = ""] = delivery.repository.split("/");
  const prefix = delivery.subjectPrefix;
  return [
    ...(prefix === undefined || prefix.toLowerCase().startsWith(`repo:${owner.toLowerCase()}`)
      ? []
      : [
          broken(
            "subject-of-another-owner",
            ["delivery", "subjectPrefix"],
            `${prefix} is not a subject of ${delivery.repository} (delivery.repository): write the one that GitHub shows for it, or leave it out for repo:${delivery.repository}`,
          ),
        ]),
    ...(delivery.branch.startsWith("refs/")
      ? [
          broken(
            "branch-is-a-ref",
            ["delivery", "branch"],
            `${delivery.branch} is a ref: write the branch's name, as ${delivery.branch.replace(/^refs\/(heads\/)?/, "")}`,
          ),
        ]
      : []),
  ];
}
