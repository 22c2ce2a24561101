import { column } from "../../../platform/resource-types/resource-types";
import type { ResourceRule } from "./rule";

/** The loss if a resource is deleted, by the types that an ordinary update never deletes. */
export const STATEFUL = column("loss");

const SECRET = "aws:secretsmanager/secret:Secret";

/** Shortest recovery window of a secret, in days, that the rule accepts as protection. */
const RECOVERY_DAYS = 7;

/** The rule "an ordinary update deletes nothing that cannot be created again". */
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
    // AWS's default recovery window is 30 days.
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
