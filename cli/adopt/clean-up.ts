import type { CompiledWorkflow } from "../../workflow/compiled";

/** The data account, and the names of the roles that exist there; without names, every role counts as one that exists. */
export interface PresentAccount {
  readonly dataAccount: string;
  readonly roles: ReadonlySet<string> | undefined;
}

/**
 * A Bash script that takes the previous platform's policies from the roles of workflows that moved. Each role there has a policy of
 * its own name, and shared ones with the path `/airflow-service/`. AWS deletes a policy only without roles and further versions:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html.
 */
export function renderCleanUp(
  environment: string,
  workflows: readonly CompiledWorkflow[],
  { dataAccount, roles }: PresentAccount,
): string {
  // A policy of this platform can have the name of one there, and then somebody has deleted that one before the deployment.
  const ours = new Set(workflows.flatMap(({ role }) => Object.keys(role?.managedPolicies ?? {})));
  const lines = workflows.flatMap(({ id, role }) => {
    if (role === null || roles?.has(role.name) === false) {
      return [];
    }
    const own = ours.has(role.name) ? "-" : `arn:aws:iam::${dataAccount}:policy/${role.name}`;
    return [["remove", id, role.name, own, ...role.attachedPolicyArns].join(" ")];
  });
  return `${HEAD.replaceAll("<environment>", environment)}\n${lines.join("\n")}\n`;
}

const HEAD = `#!/usr/bin/env bash
# Takes the policies of the previous platform from the roles of <environment>'s workflows, when nobody needs that platform any more:
# step 7 of docs/platform/cut-over.md. It needs credentials of the data account. With workflows as arguments, it does these alone:
#   bash clean-up.sh courts/daily
# A second run changes nothing. Each line below: workflow, role, policy to delete (- for none), policies to keep.
set -euo pipefail
chosen=" $* "

remove() {
  local workflow=$1 role=$2 policy=$3 attached version
  shift 3
  local kept=" $* "
  if [[ $chosen != "  " && $chosen != *" $workflow "* ]]; then return; fi
  echo "$workflow: $role"
  attached=$(aws iam list-attached-role-policies --role-name "$role" --query 'AttachedPolicies[].PolicyArn' --output text)
  for arn in $attached; do
    if [[ $kept == *" $arn "* ]]; then continue; fi
    if [[ $arn == "$policy" || $arn == *:policy/airflow-service/* ]]; then
      aws iam detach-role-policy --role-name "$role" --policy-arn "$arn"
    fi
  done
  if [[ $policy == - || " $attached " != *"$policy"[[:space:]]* ]]; then return; fi
  for version in $(aws iam list-policy-versions --policy-arn "$policy" --query 'Versions[?!IsDefaultVersion].VersionId' --output text); do
    aws iam delete-policy-version --policy-arn "$policy" --version-id "$version"
  done
  aws iam delete-policy --policy-arn "$policy"
}
`;
