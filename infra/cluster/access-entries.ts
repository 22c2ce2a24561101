import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

const CLUSTER_ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";

export interface AdministratorsArgs {
  readonly clusterName: string;
  readonly roleArns: readonly string[];
}

/** Makes each role an administrator of the cluster. A role that deploys may be one of them. */
export function admitAdministrators(
  args: AdministratorsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.eks.AccessPolicyAssociation[] {
  return args.roleArns.map((principalArn) => {
    const name = principalArn.slice(principalArn.indexOf("/") + 1);
    const entry = new aws.eks.AccessEntry(
      `administrator-${name}`,
      { clusterName: args.clusterName, principalArn, type: "STANDARD", tags: { Name: name } },
      opts,
    );
    return new aws.eks.AccessPolicyAssociation(
      `administrator-${name}`,
      {
        clusterName: args.clusterName,
        principalArn,
        policyArn: CLUSTER_ADMIN,
        accessScope: { type: "cluster" },
      },
      { ...opts, dependsOn: [entry] },
    );
  });
}
