import type { Finding } from "../../../diagnostics/problem";
import { suggestion } from "../../../diagnostics/suggestion";
import { policyNames } from "../../gatekeeper/policy-folder";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/** Checks that each exception of `inCluster.admissionPolicies` names an existing policy. */
export function admissionPolicyFindings({ inCluster }: StackConfig): Finding[] {
  const known = policyNames();
  return Object.keys(inCluster.admissionPolicies.exceptions)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const advice = suggestion(name, known, `write one of ${known.join(", ")}`);
      return {
        ...broken(
          "unknown-policy",
          ["inCluster", "admissionPolicies", "exceptions", name],
          `policies/gatekeeper has no policy ${name}; ${advice}`,
        ),
        atKey: true,
      };
    });
}
