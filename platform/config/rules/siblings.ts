import type { Finding } from "../../../diagnostics/problem";
import { overlaps, parseBlock } from "../../network/cidr";
import type { Sibling } from "../siblings";
import type { StackConfig } from "../stack.generated";
import { broken, warning } from "./finding";
import { blockProblem } from "./network";

/**
 * Values that two stacks must not share. A copied stack file has all of another's.
 *
 * @param config a configuration whose sections `accounts`, `delivery` and `network` the schema accepts.
 */
export function siblingFindings(config: StackConfig, siblings: readonly Sibling[]): Finding[] {
  return siblings.flatMap((sibling) => [
    ...accountFindings(config, sibling),
    ...stateFindings(config, sibling),
    ...blockFindings(config, sibling),
    ...peerFindings(config, sibling),
  ]);
}

/** Only a warning, because all names contain the environment. The stacks share quotas, and an administrator of both. */
function accountFindings({ accounts }: StackConfig, { environment, computeAccountId }: Sibling): Finding[] {
  return accounts.compute.id === computeAccountId
    ? [
        warning(
          "shared-account",
          ["accounts", "compute", "id"],
          `${computeAccountId} is also the compute account of ${environment} (Pulumi.${environment}.yaml), and the two share ` +
            "quotas: write an account of its own, unless you mean this",
        ),
      ]
    : [];
}

/** Whoever deploys one of the stacks could change the other's state. Stacks of one account trust each other anyway. */
function stateFindings({ accounts, delivery: { state } }: StackConfig, sibling: Sibling): Finding[] {
  if (accounts.compute.id === sibling.computeAccountId) {
    return [];
  }
  const shared = [
    ["bucket", state.bucket, sibling.stateBucket],
    ["keyArn", state.keyArn, sibling.stateKeyArn],
  ] as const;
  return shared.flatMap(([key, own, other]) =>
    own === other
      ? [
          broken(
            "shared-state",
            ["delivery", "state", key],
            `${own} is also delivery.state.${key} of ${sibling.environment} (Pulumi.${sibling.environment}.yaml), so the roles of ` +
              "one could change the other's state: write one of its own",
          ),
        ]
      : [],
  );
}

function blockFindings({ network }: StackConfig, { environment, cidrBlock }: Sibling): Finding[] {
  return cidrBlock !== undefined &&
    [network.cidrBlock, cidrBlock].every((block) => blockProblem(block) === undefined) &&
    overlaps(parseBlock(network.cidrBlock), parseBlock(cidrBlock))
    ? [
        broken(
          "shared-addresses",
          ["network", "cidrBlock"],
          `${network.cidrBlock} overlaps ${cidrBlock} of ${environment} (Pulumi.${environment}.yaml), and the two could never ` +
            "be connected: write a block of its own",
        ),
      ]
    : [];
}

/** A peer of an environment's name has that environment's block. */
function peerFindings({ network }: StackConfig, { environment, cidrBlock }: Sibling): Finding[] {
  const peer = network.peers[environment];
  return peer === undefined || cidrBlock === undefined || peer === cidrBlock
    ? []
    : [
        broken(
          "peer-of-another-block",
          ["network", "peers", environment],
          `${peer} is not the block of ${environment}, whose file (Pulumi.${environment}.yaml) has ${cidrBlock}: write ${cidrBlock}`,
        ),
      ];
}
