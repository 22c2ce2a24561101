import type { Finding } from "../../../diagnostics/problem";
import type { StackConfig } from "../stack.generated";
import { broken, warning } from "./finding";

/** Keys, buckets and roles belong to the account that the configuration names for them. */
export function ownershipFindings(config: StackConfig): Finding[] {
  return [...stateFindings(config), ...administratorFindings(config)];
}

/** The state's key and bucket: a copied file often has those of the old account. */
function stateFindings({ accounts, delivery: { state } }: StackConfig): Finding[] {
  const expected = state.accountId ?? accounts.compute.id;
  const owner = state.keyArn.split(":")[4] ?? "";
  const named = /(?<!\d)\d{12}(?!\d)/.exec(state.bucket)?.[0];
  const whose = state.accountId === undefined ? "accounts.compute.id" : "delivery.state.accountId";
  return [
    ...(owner === expected
      ? []
      : [
          broken(
            "key-of-another-account",
            ["delivery", "state", "keyArn"],
            `the key is in account ${owner}, not in ${expected} (${whose}): write a key of that account, or ` +
              `delivery.state.accountId: "${owner}" if the state is there`,
          ),
        ]),
    ...(named === undefined || named === expected
      ? []
      : [
          broken(
            "bucket-of-another-account",
            ["delivery", "state", "bucket"],
            `${state.bucket} names account ${named}, not ${expected} (${whose}): write the bucket of that account, or ` +
              `delivery.state.accountId: "${named}" if the state is there`,
          ),
        ]),
  ];
}

/** Only a warning: a role of another account gets an access entry, but its owner decides who assumes it. */
function administratorFindings({ accounts, cluster }: StackConfig): Finding[] {
  const { id } = accounts.compute;
  return cluster.administratorRoleArns.flatMap((arn, index): Finding[] =>
    arn.split(":")[4] === id
      ? []
      : [
          warning(
            "administrator-of-another-account",
            ["cluster", "administratorRoleArns", index],
            `${arn} is not a role of ${id} (accounts.compute.id), and that account decides who assumes it: write a role of ` +
              `${id}, unless you mean this`,
          ),
        ],
  );
}
