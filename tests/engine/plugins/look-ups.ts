import type { Properties } from "../../support/wire";
import type { FakeCloud } from "./fake-cloud";

const VPC = "aws:ec2/vpc:Vpc";
const CLUSTER = "aws:eks/cluster:Cluster";
const ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment";

/** AWS's answer to a look-up. */
export function lookUp(cloud: FakeCloud, token: string, args: Properties): Properties {
  const answer = LOOK_UPS[token];
  if (answer === undefined) {
    throw new Error(`the program looks up ${token}, which tests/engine/plugins/look-ups.ts does not answer`);
  }
  return answer(cloud, args);
}

const LOOK_UPS: Readonly<Record<string, (cloud: FakeCloud, args: Properties) => Properties>> = {
  "aws:ssm/getParameter:getParameter": (cloud, { name }) => {
    const value = cloud.newestRelease();
    if (value === undefined) {
      throw new Error(`ParameterNotFound: ${String(name)}`);
    }
    return { id: name, name, value };
  },
  "aws:eks/getCluster:getCluster": (cloud, { name }) => {
    const cluster = cloud.ofType(CLUSTER).find(({ state }) => state["name"] === name);
    if (cluster === undefined) {
      throw new Error(`ResourceNotFoundException: No cluster found for name: ${String(name)}`);
    }
    const { endpoint, certificateAuthority } = cluster.state;
    return { id: name, name, endpoint, certificateAuthorities: [certificateAuthority] };
  },
  "aws:ec2/getVpcs:getVpcs": (cloud, { tags }) => {
    const { Name } = tags as Properties;
    const found = cloud.ofType(VPC).filter(({ inputs }) => (inputs["tags"] as Properties)["Name"] === Name);
    return { id: "eu-west-2", ids: found.map(({ id }) => id), tags };
  },
  "aws:ec2transitgateway/getAttachments:getAttachments": (cloud, { filters }) => {
    const wanted = Object.fromEntries(
      (filters as { name: string; values: readonly string[] }[]).map(({ name, values }) => [name, values]),
    );
    const found = cloud
      .ofType(ATTACHMENT)
      .filter(
        ({ inputs, state }) =>
          wanted["transit-gateway-id"]?.includes(String(inputs["transitGatewayId"])) === true &&
          wanted["resource-id"]?.includes(String(inputs["vpcId"])) === true &&
          wanted["state"]?.includes(String(state["state"])) === true,
      );
    return { id: "eu-west-2", ids: found.map(({ id }) => id), filters };
  },
  "aws:ec2transitgateway/getAttachment:getAttachment": (cloud, { transitGatewayAttachmentId }) => {
    const attachment = cloud.find(ATTACHMENT, String(transitGatewayAttachmentId));
    if (attachment === undefined) {
      throw new Error(`NotFound: ${String(transitGatewayAttachmentId)}`);
    }
    return { id: attachment.id, transitGatewayAttachmentId: attachment.id, state: attachment.state["state"] };
  },
};
