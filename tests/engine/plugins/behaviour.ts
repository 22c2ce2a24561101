import { isDeepStrictEqual } from "node:util";

import { answerResource } from "../../../preview/offline/answers";
import { isMap } from "../../../diagnostics/is-map";
import { type Properties, UNKNOWN } from "../../support/wire";
import { type ApiServer, type Existing, newId, type FakeCloud } from "./fake-cloud";
import { makeMissingLogGroups } from "./log-groups";
import { addVersion, SECRET, SECRET_VERSION, withReplicas } from "./secret-values";

const ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment";
const CLUSTER = "aws:eks/cluster:Cluster";
const ROUTE = "aws:ec2/route:Route";
const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";
const USER = "aws:iam/user:User";
const GROUP = "aws:eks/nodeGroup:NodeGroup";
const MWAA = "aws:mwaa/environment:Environment";

/** Input of MWAA that says whether an update lets running tasks end. */
const STRATEGY = "workerReplacementStrategy";

/** Inputs that AWS lets one resource have only, by type, within an account or within what the other inputs name. */
const UNIQUE: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/logGroup:LogGroup": ["name"],
  "aws:eks/accessEntry:AccessEntry": ["clusterName", "principalArn"],
  "aws:eks/addon:Addon": ["clusterName", "addonName"],
  "aws:eks/cluster:Cluster": ["name"],
  "aws:eks/nodeGroup:NodeGroup": ["clusterName", "nodeGroupName"],
  "aws:iam/policy:Policy": ["name"],
  "aws:iam/role:Role": ["name"],
  "aws:kms/alias:Alias": ["name"],
  "aws:mwaa/environment:Environment": ["name"],
  "aws:s3/bucket:Bucket": ["bucket"],
  "aws:secretsmanager/secret:Secret": ["name"],
};

/** A resource that is to be made, in an account and region. */
export type Wanted = Pick<Existing, "type" | "name" | "inputs" | "place">;

/** Creates a resource, except in a preview, which gets no fake cloud. Refuses requests that AWS refuses. */
export function createResource(cloud: FakeCloud | undefined, wanted: Wanted): Existing {
  const { type, name, inputs } = wanted;
  const { state } = answerResource({ type, name, inputs, custom: true });
  const id = newId(name);
  const existing = { ...wanted, id, state: { ...state, id, ...atFirst(cloud, wanted, id) } };
  if (cloud !== undefined) {
    refuseWhatExists(cloud, existing);
    refuseRoutesTooEarly(cloud, existing);
    cloud.put(
      type === MWAA ? withStrategy(existing, undefined) : type === SECRET ? withReplicas(existing, {}) : existing,
    );
    if (type === SECRET_VERSION) {
      addVersion(cloud, inputs);
    }
    makeMissingLogGroups(cloud, existing);
    cloud.note({ does: "create", type, name });
  }
  return existing;
}

/** Changes a resource; answers its new state. */
export function updateResource(cloud: FakeCloud, type: string, id: string, inputs: Properties): Properties {
  const before = found(cloud, type, id);
  const state = { ...before.state, ...inputs, ...afterUpdate(cloud, before, inputs) };
  const updated = { ...before, inputs, state };
  const after = type === SECRET ? withReplicas(updated, before.inputs) : updated;
  const sent = inputs[STRATEGY] === before.inputs[STRATEGY] ? undefined : inputs[STRATEGY];
  cloud.put(type === MWAA ? withStrategy(after, sent) : after);
  cloud.note({ does: "update", type, name: before.name });
  return state;
}

/**
 * Properties that only AWS knows after an update. Any change of a launch template makes a new version (CustomizeDiff in
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/ec2_launch_template.go).
 */
export function unknownAfterUpdate(type: string): Properties {
  return type === LAUNCH_TEMPLATE ? { latestVersion: UNKNOWN, defaultVersion: UNKNOWN } : {};
}

/** Deletes a resource. One that another still names is refused, as AWS does with what it calls a dependency. */
export function deleteResource(cloud: FakeCloud, type: string, id: string): void {
  const existing = cloud.find(type, id);
  if (existing === undefined) {
    return;
  }
  if (existing.state["deletionProtection"] === true) {
    throw new Error(`InvalidRequestException: ${existing.name} has deletion protection`);
  }
  if (type === USER && existing.state["accessKeys"] !== undefined) {
    throw new Error(`DeleteConflict: ${existing.name} has access keys, which must be deleted first`);
  }
  const user = cloud.containing(id).find((other) => other.id !== id && names(other.inputs, id));
  if (user !== undefined) {
    throw new Error(`DependencyViolation: ${type} ${existing.name} is still used by ${user.type} ${user.name}`);
  }
  cloud.remove(existing);
  cloud.note({ does: "delete", type, name: existing.name });
}

/**
 * MWAA as the provider reads it: with the strategy of the last update. An update sends the strategy only if it changes, and a
 * creation never sends it (https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/mwaa/environment.go).
 */
function withStrategy(environment: Existing, strategy: unknown): Existing {
  const read = (properties: Properties): Properties => ({
    ...Object.fromEntries(Object.entries(properties).filter(([key]) => key !== STRATEGY)),
    ...(strategy === undefined ? {} : { [STRATEGY]: strategy }),
  });
  return { ...environment, inputs: read(environment.inputs), state: read(environment.state) };
}

function atFirst(cloud: FakeCloud | undefined, { type, inputs }: Wanted, id: string): Properties {
  switch (type) {
    case GROUP:
      return { nodeGroupName: id };
    case CLUSTER:
      return {
        ...accessTo(cloud?.apiServer()),
        vpcConfig: { ...(inputs["vpcConfig"] as Properties), clusterSecurityGroupId: "sg-offline-cluster" },
      };
    case ATTACHMENT:
      return { state: "pendingAcceptance" };
    case OBJECT:
      return { versionId: newId("version") };
    default:
      return {};
  }
}

/** A cluster's properties by which its API server is reached. */
export function accessTo(server: ApiServer | undefined): Properties {
  return { endpoint: server?.endpoint, certificateAuthority: { data: server?.certificateAuthority } };
}

function afterUpdate(cloud: FakeCloud, { type, state }: Existing, inputs: Properties): Properties {
  switch (type) {
    case CLUSTER:
      // The inputs name the settings alone.
      return { vpcConfig: { ...(state["vpcConfig"] as Properties), ...(inputs["vpcConfig"] as Properties) } };
    case GROUP:
      return { releaseVersion: releaseAfterUpdate(cloud, state, inputs) };
    case LAUNCH_TEMPLATE:
      return { latestVersion: Number(state["latestVersion"]) + 1 };
    case OBJECT:
      return { versionId: newId("version") };
    default:
      return {};
  }
}

/**
 * The AMI release of a node group after an update. EKS takes the newest one if a request names none. The provider names it only
 * if it changes, and sends a request for a new minor or launch template too (resourceNodeGroupUpdate in
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/eks/node_group.go).
 */
function releaseAfterUpdate(cloud: FakeCloud, before: Properties, after: Properties): unknown {
  const same = (key: string): boolean => isDeepStrictEqual(before[key], after[key]);
  if (!same("releaseVersion")) {
    return after["releaseVersion"];
  }
  return same("version") && same("launchTemplate")
    ? before["releaseVersion"]
    : (cloud.newestRelease() ?? before["releaseVersion"]);
}

function refuseWhatExists(cloud: FakeCloud, { type, inputs, place }: Existing): void {
  const keys = UNIQUE[type];
  const other =
    keys &&
    cloud
      .ofType(type)
      .filter((one) => one.place === place)
      .find((one) => keys.every((key) => key in inputs && one.inputs[key] === inputs[key]));
  if (other !== undefined) {
    throw new Error(`EntityAlreadyExists: ${type} ${keys?.map((key) => String(inputs[key])).join(" ") ?? ""}`);
  }
}

/** A route to a Transit Gateway is refused until the attachment of its VPC is accepted. */
function refuseRoutesTooEarly(cloud: FakeCloud, { type, inputs }: Existing): void {
  const gateway = inputs["transitGatewayId"];
  if (type !== ROUTE || typeof gateway !== "string") {
    return;
  }
  const attached = cloud.ofType(ATTACHMENT).find(({ inputs: { transitGatewayId } }) => transitGatewayId === gateway);
  if (attached?.state["state"] !== "available") {
    throw new Error(`InvalidTransitGatewayID.NotFound: ${gateway} has no attachment that is available`);
  }
}

function found(cloud: FakeCloud, type: string, id: string): Existing {
  const existing = cloud.find(type, id);
  if (existing === undefined) {
    throw new Error(`NotFound: ${type} ${id}`);
  }
  return existing;
}

/** Whether a value names an ID anywhere. */
function names(value: unknown, id: string): boolean {
  if (Array.isArray(value)) {
    return value.some((item) => names(item, id));
  }
  return isMap(value) ? Object.values(value).some((item) => names(item, id)) : value === id;
}
