import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";

import { roleBoundaryArn } from "../../../platform/names/role-boundary";
import { deliveryRoleArn, type Access } from "../../../platform/names/delivery";
import { deliveryPolicies } from "../../../infra/delivery/role";
import type { Scope } from "../../../platform/delivery/scope";
import { TAG_KEYS } from "../../../platform/tags";
import { remembered } from "../../support/remembered";

export type Context = Readonly<Record<string, string | string[]>>;

/** Context of requests as the providers make them, for the environment's own resources. */
export function ownContext({ environment, account, config }: Scope): Context {
  const { region } = config.accounts[account];
  return {
    "aws:ResourceTag/environment-name": environment,
    "aws:RequestTag/environment-name": environment,
    "aws:TagKeys": [...TAG_KEYS],
    "kms:GrantIsForAWSResource": "true",
    "kms:ResourceAliases": [`alias/airflow-${environment}`],
    "kms:ViaService": `${account === "compute" ? "s3" : "secretsmanager"}.${region}.amazonaws.com`,
    "iam:PassedToService": "eks.amazonaws.com",
    "iam:PermissionsBoundary": roleBoundaryArn(environment, config, account),
    "iam:AWSServiceName": "eks.amazonaws.com",
    "iam:PolicyARN": `arn:aws:iam::${config.accounts[account].id}:policy/airflow-${environment}-example`,
  };
}

/** The policy that AWS gives a key by default: the account's IAM policies decide. */
export function defaultKeyPolicy(account: string): object {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }] };
}

/** A request of a role's session in an account. */
export interface Request {
  readonly account: string;
  /** ARN of the role. */
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  /** The resource's own policy. Default: none, and AWS's own for a key. */
  readonly resourcePolicy?: object | undefined;
}

/** AWS's answer to a request. The simulator leaves out context keys that the action does not know. */
export type Answer = "admitted" | "refused" | "no resource of the action";

/** Errors of the simulator for a resource of a kind that the action does not take. */
const NO_RESOURCE = ["must.use.wildcard", "no.resource.types"];

/** Simulates a request. Only these policies, and the resource's own, decide. */
export async function answerTo(
  { account, role, action, resource, context, resourcePolicy }: Request,
  policies: Pick<Simulation, "identityPolicies" | "permissionBoundaryPolicies">,
): Promise<Answer> {
  const policy = resourcePolicy ?? (action.startsWith("kms:") ? defaultKeyPolicy(account) : undefined);
  const principal = `${role.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/session`;
  const answer = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: account },
        contextVariables: {
          "aws:PrincipalArn": role,
          ...(action.startsWith("kms:") ? { "kms:CallerAccount": account } : {}),
          ...context,
        },
      },
      ...policies,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(policy === undefined ? {} : { resourcePolicy: policy }),
    },
    {},
  );
  if (answer.resultType === "error") {
    if (NO_RESOURCE.includes(answer.errors.message)) {
      return "no resource of the action";
    }
    throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  }
  return answer.overallResult === "Allowed" ? "admitted" : "refused";
}

const policiesOf = remembered(deliveryPolicies);

/** Whether a role of delivery may do this, by its own policies and the resource's. */
export async function may(
  scope: Scope,
  access: Access,
  action: string,
  resource: string,
  context: Context = ownContext(scope),
  resourcePolicy?: object,
): Promise<boolean> {
  const { environment, account, config } = scope;
  const { inline, managed } = policiesOf(scope, access);
  const role = deliveryRoleArn(environment, access, account, config.accounts);
  const answer = await answerTo(
    { account: config.accounts[account].id, role, action, resource, context, resourcePolicy },
    { identityPolicies: [inline, ...managed].map((policy, index) => ({ name: `policy-${index}`, policy })) },
  );
  if (answer === "no resource of the action") {
    throw new Error(`${action} is not on ${resource}`);
  }
  return answer === "admitted";
}
