import { lookUpTransitGatewayStatus, type TransitGatewayStatus } from "../../../infra/network/transit-gateway-status";
import { createProviders } from "../../../infra/providers";
import { runOnMocks, stackConfig } from "../../support/mocks";

const VPCS = "aws:ec2/getVpcs:getVpcs";
const ATTACHMENTS = "aws:ec2transitgateway/getAttachments:getAttachments";
const ATTACHMENT = "aws:ec2transitgateway/getAttachment:getAttachment";

type Answers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

async function lookUp(transitGatewayId: string | undefined, answers: Answers): Promise<TransitGatewayStatus[]> {
  const found: TransitGatewayStatus[] = [];
  await runOnMocks(async () => {
    const { compute } = createProviders(stackConfig("test").accounts, {});
    found.push(await lookUpTransitGatewayStatus({ environment: "test", transitGatewayId }, compute));
  }, answers);
  return found;
}

test("an environment without Transit Gateway asks AWS nothing", async () => {
  expect(await lookUp(undefined, {})).toEqual(["none"]);
});

test("before the first deployment there is no VPC, and so no attachment", async () => {
  expect(await lookUp("tgw-1", { [VPCS]: { ids: [] } })).toEqual(["no-attachment-yet"]);
});

test("a VPC without attachment, or with a rejected one, has none", async () => {
  expect(await lookUp("tgw-1", { [VPCS]: { ids: ["vpc-1"] }, [ATTACHMENTS]: { ids: [] } })).toEqual([
    "no-attachment-yet",
  ]);
});

test.each([
  ["pendingAcceptance", "pendingAcceptance"],
  ["pending", "pendingAcceptance"],
  ["available", "available"],
  ["modifying", "available"],
])("an attachment that AWS calls %s is %s", async (state, status) => {
  const answers = {
    [VPCS]: { ids: ["vpc-1"] },
    [ATTACHMENTS]: { ids: ["tgw-attach-1"] },
    [ATTACHMENT]: { state },
  };
  expect(await lookUp("tgw-1", answers)).toEqual([status]);
});
