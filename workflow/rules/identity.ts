import { roleFindings } from "../iam/identity";
import { glueFindings } from "../iam/glue-rules";
import { queryResultsFindings } from "../iam/query-results";
import { iamFindings } from "../iam/rules";
import type { Rule } from "./rule";

/** Each grant under `iam` is valid, within AWS's limits, and reaches no other workflow. */
export const identityIsSound: Rule = (manifest, { environment, role }) => {
  const findings = [
    ...iamFindings(manifest.iam ?? {}, { environment: environment.name, secretIds: manifest.secrets ?? [] }),
    ...queryResultsFindings(role),
    ...glueFindings(role),
  ];
  const canCompile =
    manifest.iam?.external_role === undefined && !findings.some(({ severity }) => severity === "error");
  return canCompile ? [...findings, ...roleFindings(role)] : findings;
};
