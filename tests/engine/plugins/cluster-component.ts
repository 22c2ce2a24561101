import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { main, type ConstructResult } from "@pulumi/pulumi/provider";

import { OFFLINE_OIDC_ISSUER } from "../../../preview/offline/answers";

/**
 * The plugin of @pulumi/eks: its component makes the cluster below itself, and answers with a reference to it
 * (docs/decisions/eks-component.md). Its first argument is the plugin's version, its last the engine's address.
 */
const [, , version = "", ...rest] = process.argv;

/** The component, with the part of the real one's arguments that this project gives. */
class Cluster extends pulumi.ComponentResource {
  readonly eksCluster: aws.eks.Cluster;

  constructor(name: string, inputs: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
    super("eks:index:Cluster", name, inputs, opts);
    const role = pulumi.output(inputs["serviceRole"] as pulumi.Input<aws.iam.Role>);
    this.eksCluster = new aws.eks.Cluster(
      `${name}-eksCluster`,
      {
        name: inputs["name"] as pulumi.Input<string>,
        version: inputs["version"] as pulumi.Input<string>,
        roleArn: role.apply(({ arn }) => arn),
        vpcConfig: {
          subnetIds: inputs["subnetIds"] as pulumi.Input<string[]>,
          endpointPrivateAccess: inputs["endpointPrivateAccess"] as pulumi.Input<boolean>,
          endpointPublicAccess: inputs["endpointPublicAccess"] as pulumi.Input<boolean>,
          publicAccessCidrs: inputs["publicAccessCidrs"] as pulumi.Input<string[]>,
        },
        accessConfig: { authenticationMode: inputs["authenticationMode"] as pulumi.Input<string> },
        encryptionConfig: {
          provider: { keyArn: inputs["encryptionConfigKeyArn"] as pulumi.Input<string> },
          resources: ["secrets"],
        },
        kubernetesNetworkConfig: {
          serviceIpv4Cidr: inputs["kubernetesServiceIpAddressRange"] as pulumi.Input<string>,
        },
        enabledClusterLogTypes: inputs["enabledClusterLogTypes"] as pulumi.Input<string[]>,
        deletionProtection: inputs["deletionProtection"] as pulumi.Input<boolean>,
        upgradePolicy: inputs["upgradePolicy"] as pulumi.Input<{ supportType: string }>,
        bootstrapSelfManagedAddons: inputs["bootstrapSelfManagedAddons"] as pulumi.Input<boolean>,
        tags: inputs["tags"] as pulumi.Input<Record<string, string>>,
      },
      { parent: this, ignoreChanges: ["bootstrapSelfManagedAddons"] },
    );
    this.registerOutputs({ eksCluster: this.eksCluster });
  }
}

function construct(
  name: string,
  type: string,
  inputs: pulumi.Inputs,
  opts: pulumi.ComponentResourceOptions,
): Promise<ConstructResult> {
  if (type !== "eks:index:Cluster") {
    throw new Error(`the program makes a ${type}, which tests/engine/plugins/cluster-component.ts does not make`);
  }
  const cluster = new Cluster(name, inputs, opts);
  return Promise.resolve({
    urn: cluster.urn,
    state: {
      eksCluster: cluster.eksCluster,
      oidcIssuer: OFFLINE_OIDC_ISSUER,
      oidcProviderUrl: `https://${OFFLINE_OIDC_ISSUER}`,
      clusterSecurityGroupId: cluster.eksCluster.vpcConfig.clusterSecurityGroupId,
    },
  });
}

void main({ version, construct }, rest);
