import type { CompiledRole } from "../compiled";
import type { PolicyDocument } from "../../platform/iam/policy-document";
import { deepFreeze } from "../freeze";
import type { Finding } from "../../diagnostics/problem";
import { athenaStatements } from "./athena";
import { bedrockStatements } from "./bedrock";
import { catalogueStatements } from "./catalogue";
import { cloudwatchLogsStatements } from "./cloudwatch-logs";
import { grantsFor } from "./configured";
import type { PermissionFamily, RoleInput } from "./context";
import { glueStatements } from "./glue";
import { kmsStatements } from "./kms";
import { lakeFormationStatements } from "./lake-formation";
import { roleArn, roleName } from "../../platform/names/workflow";
import { sortedUnique } from "../../platform/iam/patterns";
import { s3Statements } from "./s3";
import { secretsStatements } from "./secrets";
import { ATTACHED_LIMIT, splitPolicies, type SplitPolicies } from "../../platform/iam/split";
import { mergeStatements } from "../../platform/iam/merge-statements";
import { textractStatements } from "./textract";
import { trustPolicy } from "./trust";

export { compileSecrets } from "./compile-secrets";
export type { RoleInput } from "./context";
export { fillOidcIssuer } from "./trust";

const FAMILIES: readonly PermissionFamily[] = [
  secretsStatements,
  athenaStatements,
  catalogueStatements,
  bedrockStatements,
  glueStatements,
  kmsStatements,
  s3Statements,
  lakeFormationStatements,
  textractStatements,
  cloudwatchLogsStatements,
];

/** Longest session of a workflow's role: 12 hours, the most that AWS allows, in seconds. */
const MAXIMUM_SESSION_SECONDS = 12 * 60 * 60;

/** Reports a role whose policies exceed AWS's limits, although each key of `iam` is valid. */
export function roleFindings(input: RoleInput): Finding[] {
  const policies = policiesOf(input);
  return "code" in policies ? [policies] : [];
}

/**
 * The role of a workflow in the data account. Call this only without `external_role`, and without errors from
 * `iamFindings` and `roleFindings`.
 *
 * @throws RangeError if the policies exceed AWS's limits, because leaving out a statement in silence would change the
 *   role.
 */
export function compileRole(input: RoleInput): CompiledRole {
  const policies = policiesOf(input);
  if ("code" in policies) {
    throw new RangeError(`${roleName(input)}: ${policies.message}`);
  }
  const name = roleName(input);
  return deepFreeze({
    name,
    arn: roleArn(input),
    trustPolicy: trustPolicy(input),
    inlinePolicy: policies.inline,
    managedPolicies: managedPolicies(name, policies.managed),
    attachedPolicyArns: attachedPolicies(input),
    permissionsBoundaryArn: input.settings.workflows.permissionsBoundaryArn ?? null,
    maxSessionDuration: MAXIMUM_SESSION_SECONDS,
  });
}

/** The policies of a role, kept so that checking and compiling a role computes them once. */
const KNOWN_POLICIES = new WeakMap<RoleInput, SplitPolicies | Finding>();

function policiesOf(input: RoleInput): SplitPolicies | Finding {
  const policies = KNOWN_POLICIES.get(input) ?? findPolicies(input);
  KNOWN_POLICIES.set(input, policies);
  return policies;
}

function findPolicies(input: RoleInput): SplitPolicies | Finding {
  const statements = mergeStatements(FAMILIES.flatMap((family) => family(input)));
  return splitPolicies(statements, ATTACHED_LIMIT - attachedPolicies(input).length);
}

/** Names managed policies after the role, numbered from 2. Number 1 is the inline policy. */
function managedPolicies(role: string, documents: readonly PolicyDocument[]): Record<string, PolicyDocument> {
  return Object.fromEntries(documents.map((document, index) => [`${role}-${index + 2}`, document]));
}

/** ARNs of the policies that `workflows.namedPolicies` gives to the workflow. */
function attachedPolicies(input: RoleInput): string[] {
  return sortedUnique(grantsFor(input, input.settings.workflows.namedPolicies).map(({ policyArn }) => policyArn));
}
