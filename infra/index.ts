import * as pulumi from "@pulumi/pulumi";

import { secretsKeyName } from "../platform/names/workflow";
import { Airflow } from "./airflow/airflow";
import { withBoundaries } from "./shared/role-boundary-transformation";
import { Cluster } from "./cluster/cluster";
import { type Inputs, readInputs } from "./inputs";
import { Network } from "./network/network";
import { lookUpTransitGatewayStatus } from "./network/transit-gateway-status";
import { Operations } from "./operations/operations";
import { createProviders } from "./shared/providers";
import { stackTags } from "../platform/tags";
import { Workflows } from "./workflows/workflows";
import { withTags } from "./shared/tags";

/**
 * Builds one environment, layer by layer. Each layer takes the outputs of those before it. Pulumi calls this function
 * without arguments, and the offline preview with the inputs that it has read.
 */
async function program(inputs?: Inputs): Promise<Record<string, unknown>> {
  const { stack, workflows, sharedPackage } = inputs ?? (await readInputs());
  const { environment, config } = stack;
  const { accounts } = config;
  const tags = stackTags(environment, config.tags);
  const providers = createProviders(accounts, tags);
  pulumi.runtime.registerStackTransformation(withTags(tags));
  pulumi.runtime.registerStackTransformation(withBoundaries(environment, config, providers));
  const shared = { environment, accounts, providers };

  const transitGatewayStatus = await lookUpTransitGatewayStatus(
    { environment, transitGatewayId: config.network.transitGateway?.id },
    providers.compute,
  );
  const network = new Network("network", {
    ...shared,
    config: config.network,
    account: accounts.compute,
    transitGatewayStatus,
    apiClientCidrBlocks: config.cluster.privateAccessCidrBlocks,
  });
  const cluster = new Cluster("cluster", {
    ...shared,
    tags,
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
    pods: config.inCluster.quota.pods,
    network,
    cluster,
  });
  new Operations("operations", {
    ...shared,
    config: config.operations,
    network,
    cluster,
    airflow,
    maintenanceStart: config.airflow.weeklyMaintenanceWindowStart,
    sourceCode: config.tags.sourceCode,
  });
  const roleArns = await new Workflows("workflows", {
    ...shared,
    secrets: config.workflows.secrets,
    sharedPackage,
    vpcCidrBlock: config.network.cidrBlock,
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
    airflowVersion: airflow.version,
    kubeconfig: cluster.kubeconfig,
    oidcIssuer: cluster.dataAccountOidc.issuer,
    bucketName: airflow.bucketName,
    webserverUrl: airflow.webserverUrl,
    workflowRoleArns: roleArns,
  };
}

// Pulumi calls a function that is the whole export of a CommonJS module. It would treat an `export default` as an
// output, register no resource, and report success.
export = program;
