import type { MockCallArgs, MockResourceArgs } from "@pulumi/pulumi/runtime";

type Properties = Readonly<Record<string, unknown>>;

/** Account and region in made-up ARNs of resources that name neither. */
const ACCOUNT = "000000000000";
const REGION = "eu-west-2";

/** Issuer of the made-up cluster. */
export const OFFLINE_OIDC_ISSUER = "oidc.eks.eu-west-2.amazonaws.com/id/OFFLINE0000000000000000000000000";

/** A provider's answer to a registration: the inputs, and the properties that AWS would add. */
export function answerResource({ type, name, inputs }: MockResourceArgs): { id: string; state: Properties } {
  const given = inputs as Properties;
  const id = `${name}-id`;
  const label = text(given["name"]) ?? text(given["bucket"]) ?? name;
  const state = { name: label, arn: arnOf(type, given, label), ...given, ...ADDED[type]?.(given, name) };
  return { id, state };
}

/** AWS's answer to a look-up. An unexpected token is an error, because an offline run must not depend on an account. */
export function answerInvoke(
  { token, inputs }: MockCallArgs,
  overrides: Readonly<Record<string, Properties>>,
): Properties {
  const answer = overrides[token] ?? INVOKES[token]?.(inputs as Properties);
  if (answer === undefined) {
    throw new Error(
      `the program looks up ${token}, which an offline run cannot answer; compute the value or add it to preview/offline/answers.ts`,
    );
  }
  return answer;
}

const INVOKES: Readonly<Record<string, (inputs: Properties) => Properties>> = {
  // Offline, a Transit Gateway attachment counts as accepted, so that the preview shows the routes.
  "aws:ec2/getVpcs:getVpcs": () => ({ ids: ["vpc-offline"], id: "offline" }),
  "aws:ec2transitgateway/getAttachments:getAttachments": () => ({
    ids: ["tgw-attach-offline"],
    id: "offline",
    filters: [],
  }),
  "aws:ec2transitgateway/getAttachment:getAttachment": () => ({
    state: "available",
    transitGatewayAttachmentId: "tgw-attach-offline",
  }),
};

/** Properties that only AWS knows, by type, besides those that every resource has (id, arn, name). */
const ADDED: Readonly<Record<string, (inputs: Properties, name: string) => Properties>> = {
  "eks:index:Cluster": (inputs) => ({
    eksCluster: {
      name: inputs["name"],
      version: inputs["version"],
      endpoint: "https://offline.invalid",
      certificateAuthority: { data: "b2ZmbGluZQ==" },
    },
    oidcIssuer: OFFLINE_OIDC_ISSUER,
    oidcProviderUrl: `https://${OFFLINE_OIDC_ISSUER}`,
    oidcProviderArn: "",
    clusterSecurityGroupId: "sg-offline-cluster",
    nodeSecurityGroupId: "sg-offline-node",
    kubeconfigJson: "{}",
    kubeconfig: {},
  }),
  "aws:eks/nodeGroup:NodeGroup": (_inputs, name) => ({
    resources: [{ autoscalingGroups: [{ name: `${name}-asg` }], remoteAccessSecurityGroupId: "" }],
    status: "ACTIVE",
  }),
  "aws:ec2/launchTemplate:LaunchTemplate": () => ({ latestVersion: 1, defaultVersion: 1 }),
  "aws:ec2/vpc:Vpc": () => ({
    defaultSecurityGroupId: "sg-offline-default",
    defaultNetworkAclId: "acl-offline",
    defaultRouteTableId: "rtb-offline",
  }),
  "aws:ec2/eip:Eip": () => ({ publicIp: "192.0.2.1", allocationId: "eipalloc-offline" }),
  "aws:kms/key:Key": (_inputs, name) => ({ keyId: `${name}-key` }),
  "aws:kms/replicaKey:ReplicaKey": (_inputs, name) => ({ keyId: `${name}-key` }),
  "aws:iam/accessKey:AccessKey": () => ({ secret: "offline", sesSmtpPasswordV4: "offline" }),
  "aws:mwaa/environment:Environment": () => ({
    webserverUrl: "offline.invalid",
    status: "AVAILABLE",
    serviceRoleArn: `arn:aws:iam::${ACCOUNT}:role/offline`,
  }),
  "aws:s3/bucketObjectv2:BucketObjectv2": () => ({ versionId: "offline-version", etag: "offline" }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (inputs) => ({
    arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${String(inputs["url"]).replace("https://", "")}`,
  }),
};

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function arnOf(type: string, inputs: Properties, label: string): string {
  const [packageName, module = "", kind = ""] = type.split(":");
  if (packageName !== "aws") {
    return "";
  }
  const service = module.split("/")[0] ?? "";
  const path = module.split("/")[1] ?? kind;
  switch (service) {
    case "s3":
      return `arn:aws:s3:::${text(inputs["bucket"]) ?? label}`;
    case "iam":
      return `arn:aws:iam::${ACCOUNT}:${path}/${label}`;
    case "cloudwatch":
      return `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${label}`;
    default:
      return `arn:aws:${service}:${REGION}:${ACCOUNT}:${path}/${label}`;
  }
}
