import { runSimulation } from "@cloud-copilot/iam-simulate";

import { madeRolesBoundary } from "../../../infra/boundary";
import { deliveryRoleArn, type Access } from "../../../infra/delivery/names";
import { deliveryPolicies } from "../../../infra/delivery/role";
import type { Scope } from "../../../infra/delivery/scope";

export type Context = Readonly<Record<string, string | string[]>>;

/** What AWS tells of the environment's own resources, and of requests as the providers make them. */
export function ownContext({ environment, account, config }: Scope): Context {
  const { region } = config.accounts[account];
  return {
    "aws:ResourceTag/environment-name": environment,
    [`aws:ResourceTag/k8s.io/cluster-autoscaler/airflow-${environment}`]: "owned",
    "kms:GrantIsForAWSResource": "true",
    "kms:ResourceAliases": [`alias/airflow-${environment}`],
    "kms:ViaService": `${account === "compute" ? "s3" : "secretsmanager"}.${region}.amazonaws.com`,
    "iam:PassedToService": "eks.amazonaws.com",
    "iam:PermissionsBoundary": madeRolesBoundary(environment, config, account),
    "iam:AWSServiceName": "eks.amazonaws.com",
    "iam:PolicyARN": `arn:aws:iam::${config.accounts[account].id}:policy/airflow-${environment}-example`,
  };
}

/** Key policies say what AWS writes at first: that the account's IAM policies decide. */
function keyPolicy(account: string): object {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }] };
}

/** Whether a role of delivery may do this, by its own policies. Context keys that an action does not know are left out. */
export async function may(
  scope: Scope,
  access: Access,
  action: string,
  resource: string,
  context: Context = ownContext(scope),
): Promise<boolean> {
  const { inline, managed } = deliveryPolicies(scope, access);
  const accountId = scope.config.accounts[scope.account].id;
  const principal = deliveryRoleArn(scope.environment, access, scope.account, scope.config.accounts)
    .replace(":iam:", ":sts:")
    .replace(":role/", ":assumed-role/");
  const answer = await runSimulation(
    {
      request: {
        principal: `${principal}/session`,
        action,
        resource: { resource, accountId },
        contextVariables: { ...context },
      },
      identityPolicies: [inline, ...managed].map((policy, index) => ({ name: `policy-${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(action.startsWith("kms:") ? { resourcePolicy: keyPolicy(accountId) } : {}),
    },
    {},
  );
  if (answer.resultType === "error") {
    throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  }
  return answer.overallResult === "Allowed";
}
