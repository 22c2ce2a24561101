import { roleFindings } from "../iam/identity";
import { iamFindings } from "../iam/rules";
import type { Rule } from "./rule";

/** What `iam` asks for can be granted, fits AWS's limits, and means what its author thinks. */
export const identityIsSound: Rule = (manifest, { environment, role }) => {
  const findings = iamFindings(manifest.iam ?? {}, {
    environment: environment.name,
    secretIds: manifest.secrets ?? [],
  });
  const canCompile =
    manifest.iam?.external_role === undefined && !findings.some(({ severity }) => severity === "error");
  return canCompile ? [...findings, ...roleFindings(role)] : findings;
};
