import type { Problem } from "../diagnostics/problem";
import { stackProblem } from "./stack-problem";
import type { Environment } from "../platform/environment";
import { boundaryName } from "../platform/names/delivery";
import { everyAction } from "./iam/every-action";

/**
 * Compares named policies with the boundary of infra/delivery. A role may do only what both allow. The error lists the
 * actions that the boundary does not permit. A policy without a list of actions is a warning. There is no check with
 * `permissionsBoundaryArn`, because the platform does not know what another boundary permits.
 */
export function namedPolicyProblems({ name, settings }: Environment): Problem[] {
  const { namedPolicies, permissionsBoundaryArn } = settings.workflows;
  const own = `arn:aws:iam::${settings.accounts.data.id}:policy/${boundaryName(name, "data")}`;
  if (namedPolicies.length === 0 || (permissionsBoundaryArn ?? own) !== own) {
    return [];
  }
  const permitted = new Set(everyAction(name, settings));
  return namedPolicies.flatMap(({ policyArn, actions }, index) => {
    const at = ["workflows", "namedPolicies", index];
    if (actions.length === 0) {
      return [
        stackProblem(
          name,
          "warning",
          "unchecked-policy",
          at,
          `${policyArn} lists no actions, so the check cannot tell whether the boundary ${own} permits them; list them under actions`,
        ),
      ];
    }
    const cut = actions.filter((action) => !permitted.has(action));
    return cut.length === 0
      ? []
      : [
          stackProblem(
            name,
            "error",
            "policy-cut-off",
            at,
            `the boundary ${own} does not permit ${cut.join(", ")} of ${policyArn}, so the workflows could not use them; remove these actions from the policy and the list, or name another boundary in permissionsBoundaryArn`,
          ),
        ];
  });
}
