import * as pulumi from "@pulumi/pulumi";

import { secretsKeyName } from "../platform/names/workflow";
import { Airflow } from "./airflow/airflow";
import { requirements } from "../platform/airflow/requirements";
import { withBoundaries } from "./shared/boundaries";
import { Cluster } from "./cluster/cluster";
import { type Inputs, readInputs } from "./inputs";
import { Network } from "./network/network";
import { lookUpTransitGatewayStatus } from "./network/transit-gateway-status";
import { createProviders } from "./shared/providers";
import { stackTags } from "../platform/tags";
import { Workflows } from "./workflows/workflows";

/**
 * The whole of one environment, layer by layer: each takes the outputs of those before it.
 *
 * Pulumi calls it without arguments; the offline preview with what it has read already.
 */
async function program(inputs?: Inputs): Promise<Record<string, unknown>> {
  const { stack, workflows, sharedPackage } = inputs ?? (await readInputs());
  const { environment, config } = stack;
  const { accounts } = config;
  const tags = stackTags(environment, config.tags);
  const providers = createProviders(accounts, tags);
  pulumi.runtime.registerStackTransformation(withBoundaries(environment, config, providers));
  const shared = { environment, accounts, providers, tags };

  const transitGatewayStatus = await lookUpTransitGatewayStatus(
    { environment, transitGatewayId: config.network.transitGateway?.id },
    providers.compute,
  );
  const network = new Network("network", {
    ...shared,
    config: config.network,
    account: accounts.compute,
    transitGatewayStatus,
    apiClientCidrBlocks: config.cluster.privateAccessCidrBlocks ?? [],
  });
  const cluster = new Cluster("cluster", {
    ...shared,
    config: config.cluster,
    inCluster: config.inCluster,
    network,
    secretsKeyAlias: secretsKeyName(environment),
    workflowRegistry: config.workflows.containerRegistry,
    sourceCode: config.tags.sourceCode,
  });
  const airflow = new Airflow("airflow", {
    ...shared,
    config: config.airflow,
    network,
    cluster,
    requirements: requirements(config.airflow.version),
  });
  const roleArns = await new Workflows("workflows", {
    ...shared,
    secrets: config.workflows.secrets,
    sharedPackage,
    cluster,
    airflow,
  }).addAll(workflows);

  return {
    transitGatewayStatus,
    natPublicIps: network.natPublicIps,
    clusterName: cluster.name,
    kubernetesVersion: cluster.versions.kubernetesVersion,
    nodeGroups: cluster.versions.nodeGroups,
    addOnVersions: cluster.versions.addOnVersions,
    kubeconfig: cluster.kubeconfig,
    oidcIssuer: cluster.dataAccountOidc.issuer,
    bucketName: airflow.bucketName,
    webserverUrl: airflow.webserverUrl,
    workflowRoleArns: roleArns,
  };
}

// Not `export default`: of a CommonJS module Pulumi calls only what is exported as a whole. It would take a default
// export for an output, register no resource at all, and count that as a success.
export = program;
