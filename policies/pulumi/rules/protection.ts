import { column } from "../../../platform/resource-types/resource-types";
import type { ResourceRule } from "./rule";

/** What deleting a resource would lose, by the types that an ordinary update never deletes. */
export const STATEFUL = column("loss");

const SECRET = "aws:secretsmanager/secret:Secret";

/** Days in which a deleted secret can be restored: the shortest that we take as protection. */
const RECOVERY_DAYS = 7;

/** The rule "nothing that cannot be made again is deleted by an ordinary update". */
export const protection: ResourceRule = {
  name: "protection",
  description:
    "Resources that nobody can create again are protected. A workflow's secret is not, but AWS can restore it.",
  check: ({ type, inputs, protect }) => {
    if (protect) {
      return [];
    }
    const lost = STATEFUL[type];
    if (lost !== undefined) {
      return [{ property: "protect", message: `deleting it loses ${lost}: write protect: true in its options` }];
    }
    // AWS's own recovery window is 30 days where none is stated.
    const recovery = "recoveryWindowInDays" in inputs ? Number(inputs["recoveryWindowInDays"]) : 30;
    return type === SECRET && recovery < RECOVERY_DAYS
      ? [
          {
            property: "recoveryWindowInDays",
            message: `${recovery} deletes values for good: write protect: true in its options, or at least ${RECOVERY_DAYS} days`,
          },
        ]
      : [];
  },
};
