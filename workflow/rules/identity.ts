import { roleFindings } from "../iam/identity";
import { glueFindings } from "../iam/glue-rules";
import { queryResultsFindings } from "../iam/query-results";
import { iamFindings } from "../iam/rules";
import type { Rule } from "./rule";

/** The platform can grant everything under `iam`, within AWS's limits, without reaching another workflow. */
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
