import { allOf, allow, type Conditions, type IdentityStatement } from "../iam/statement";
import type { PolicyStatement } from "../iam/policy-document";
import { ACCOUNTS, deliveryRoleName } from "../names/delivery";
import { environmentName } from "../names/environment";
import { accountId, regionsOf, type Scope } from "./scope";
import { ofEnvironment, requestedFor, TAG_KEYS_ONLY } from "./tag";

/**
 * Uses of a key on behalf of a service, not changes of the key. Secrets Manager asks for `kms:Encrypt` when it replicates a secret, and
 * when a secret that exists gets another key: without it the value stays encrypted with the old key alone, and no error says so
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html).
 */
const USES = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"];
/** The service that stores what a key encrypts, by account. */
const STORE = { compute: "s3", data: "secretsmanager" } as const;
const ALIASES = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"];

/** Condition that no alias names a key, as while it is being made. */
const WITHOUT_ALIAS: Conditions = { Null: { "kms:ResourceAliases": ["true"] } };

/** Changes that a deployment makes to its own keys. */
export const KEY_CHANGES: readonly string[] = [
  ...ALIASES,
  "kms:EnableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:ReplicateKey",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateKeyDescription",
];

/**
 * Statements of an environment's key for the role that deploys it. The key's own policy lets that role change the key, and nothing
 * in IAM does: a tag or an alias can be put on anybody's key, and then makes nobody its owner. The condition names the role, and
 * not the principal, because KMS refuses a principal that does not exist yet.
 *
 * @param accountId of the key
 */
export function deliveryKeyStatements(environment: string, accountId: string): PolicyStatement[] {
  const byDelivery = {
    StringEquals: { "kms:CallerAccount": accountId },
    ArnEquals: {
      // Where both accounts are one, the compute account's role does the work of both.
      "aws:PrincipalArn": ACCOUNTS.map(
        (account) => `arn:aws:iam::${accountId}:role/${deliveryRoleName(environment, "apply", account)}`,
      ),
    },
  };
  const statement = { Effect: "Allow", Principal: { AWS: "*" }, Resource: "*" } as const;
  return [
    { Sid: "Delivery", ...statement, Action: KEY_CHANGES, Condition: byDelivery },
    {
      // EKS and MWAA ask for grants in the name of whoever makes them.
      Sid: "DeliveryGrants",
      ...statement,
      Action: "kms:CreateGrant",
      Condition: { ...byDelivery, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/**
 * Statements for KMS: to make keys, to read and use those of the environment, and for aliases of its name. A key's own policy permits all
 * other actions on it: {@link deliveryKeyStatements}.
 *
 * @param actions of KMS that AWS gives a resource
 */
export function kmsStatements(scope: Scope, actions: readonly string[]): IdentityStatement[] {
  const { environment, account } = scope;
  const arns = (resource: string): string[] =>
    regionsOf(scope).map((region) => `arn:aws:kms:${region}:${accountId(scope)}:${resource}`);
  const keys = arns("key/*");
  const among = (list: readonly string[]): string[] => list.filter((action) => actions.includes(action));
  const reads = actions.filter((action) => /^kms:(Describe|Get|List)/.test(action));
  const notAnothers = ofEnvironment(environment, "if tagged");
  return [
    ...statements(reads, keys, notAnothers),
    // KMS asks for this when a key is made with tags. It cannot be bound to the new key.
    ...statements(
      among(["kms:TagResource"]),
      keys,
      allOf(notAnothers, requestedFor(environment), TAG_KEYS_ONLY, WITHOUT_ALIAS),
    ),
    ...statements(among(ALIASES), [
      ...arns(`alias/${environmentName(environment)}`),
      ...arns(`alias/${environmentName(environment, "*")}`),
    ]),
    ...statements(
      among(USES),
      keys,
      allOf(notAnothers, {
        StringEquals: {
          "kms:ViaService": regionsOf(scope).map((region) => `${STORE[account]}.${region}.amazonaws.com`),
        },
      }),
    ),
  ];
}

function statements(
  actions: readonly string[],
  resources: readonly string[],
  condition?: Conditions,
): IdentityStatement[] {
  return actions.length === 0 ? [] : [allow(actions, resources, condition)];
}
