import type { ResourceRule } from "./rule";

/** Types that an ordinary update never deletes, each with what would be lost. A test lists what stacks have of them. */
export const STATEFUL: Readonly<Record<string, string>> = {
  "aws:ec2/eip:Eip": "an address that allow-lists elsewhere name",
  "aws:ec2/natGateway:NatGateway": "the holder of such an address",
  "aws:ec2/vpc:Vpc": "everything that lives in it",
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": "the acceptance by another account",
  "aws:eks/cluster:Cluster": "all that runs, and the issuer that every role trusts",
  "aws:kms/key:Key": "what it has encrypted",
  "aws:kms/replicaKey:ReplicaKey": "what it has encrypted",
  "aws:mwaa/environment:Environment": "the history of every run",
  "aws:s3/bucket:Bucket": "every DAG and its history",
  "aws:s3/bucketV2:BucketV2": "every DAG and its history",
  "eks:index:Cluster": "all that runs, and the issuer that every role trusts",
};

const SECRET = "aws:secretsmanager/secret:Secret";

/** Days in which a deleted secret can be restored: the shortest that we take as protection. */
const RECOVERY_DAYS = 7;

/** The rule "nothing that cannot be made again is deleted by an ordinary update". */
export const protection: ResourceRule = {
  name: "protection",
  description: "What cannot be made again is protected; a secret that goes with its workflow can be restored.",
  check: ({ type, inputs, protect }) => {
    if (protect) {
      return [];
    }
    const lost = STATEFUL[type];
    if (lost !== undefined) {
      return [{ property: "protect", message: `deleting it loses ${lost}: write protect: true in its options` }];
    }
    // AWS's own recovery window is 30 days where none is stated.
    const recovery = "recoveryWindowInDays" in inputs ? Number(inputs["recoveryWindowInDays"]) : 30;
    return type === SECRET && recovery < RECOVERY_DAYS
      ? [
          {
            property: "recoveryWindowInDays",
            message: `${recovery} deletes values for good: write protect: true in its options, or at least ${RECOVERY_DAYS} days`,
          },
        ]
      : [];
  },
};
