import { roleFindings } from "../iam/identity";
import { iamFindings } from "../iam/rules";
import { roleInput } from "../role-input";
import type { Rule } from "./rule";

/** What `iam` asks for can be granted, fits AWS's limits, and means what its author thinks. */
export const identityIsSound: Rule = (manifest, { identity, environment }) => {
  const findings = iamFindings(manifest.iam ?? {}, {
    environment: environment.name,
    secretIds: manifest.secrets ?? [],
  });
  const canCompile =
    manifest.iam?.external_role === undefined && !findings.some(({ severity }) => severity === "error");
  return canCompile ? [...findings, ...roleFindings(roleInput(identity, manifest, environment))] : findings;
};
