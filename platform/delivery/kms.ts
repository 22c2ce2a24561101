import { allow, type Conditions, type IdentityStatement } from "../iam/statement";
import { accountId, regionsOf, type Scope } from "./scope";
import { ofEnvironment } from "./tag";
import { environmentName } from "../names/environment";

/** Uses of a key on behalf of a service, not changes of the key. */
const USES = ["kms:Decrypt", "kms:GenerateDataKey"];
/** The service that stores what a key encrypts, by account. */
const STORE = { compute: "s3", data: "secretsmanager" } as const;
const ALIASES = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"];
/** What follows the creation of a key at once: its tags take effect up to five minutes later. */
const OF_NEW_KEYS = ["kms:CreateAlias", "kms:EnableKeyRotation", "kms:TagResource"];

/** A key that was just made: no alias points to it yet, as one does to nearly every key that somebody else uses. */
const WITHOUT_ALIAS: Conditions = { Null: { "kms:ResourceAliases": ["true"] } };

/**
 * Statements for KMS. Keys have no names: they are known by their tag, and a new one by having no alias.
 *
 * @param actions of KMS that AWS gives a resource
 */
export function kmsStatements(scope: Scope, actions: readonly string[]): IdentityStatement[] {
  const { environment, account, config } = scope;
  const arns = (resource: string): string[] =>
    regionsOf(scope).map((region) => `arn:aws:kms:${region}:${accountId(scope)}:${resource}`);
  const keys = arns("key/*");
  const among = (list: readonly string[]): string[] => list.filter((action) => actions.includes(action));
  const reads = actions.filter((action) => /^kms:(Describe|Get|List)/.test(action));
  const uses = among(USES);
  const changes = actions.filter(
    (action) => !reads.includes(action) && !USES.includes(action) && action !== "kms:CreateGrant",
  );
  return [
    ...statements(reads, keys, ofEnvironment(environment, "if tagged")),
    ...statements(changes, keys, ofEnvironment(environment)),
    ...statements(among(OF_NEW_KEYS), keys, WITHOUT_ALIAS),
    ...statements(among(ALIASES), [
      ...arns(`alias/${environmentName(environment)}`),
      ...arns(`alias/${environmentName(environment, "*")}`),
    ]),
    ...statements(uses, keys, {
      ...ofEnvironment(environment, "if tagged"),
      StringEquals: { "kms:ViaService": [`${STORE[account]}.${config.accounts[account].region}.amazonaws.com`] },
    }),
    // EKS and MWAA ask for grants on keys of which AWS may not know the tags yet.
    ...statements(among(["kms:CreateGrant"]), keys, {
      ...ofEnvironment(environment, "if tagged"),
      Bool: { "kms:GrantIsForAWSResource": ["true"] },
    }),
  ];
}

function statements(
  actions: readonly string[],
  resources: readonly string[],
  condition?: Conditions,
): IdentityStatement[] {
  return actions.length === 0 ? [] : [allow(actions, resources, condition)];
}
