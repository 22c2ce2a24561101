import { resolve } from "node:path";

import { PROJECT } from "../../../platform/config/check";
import program from "../../../infra/index";
import { lookUpTransitGatewayStatus, type TransitGatewayStatus } from "../../../infra/network/transit-gateway-status";
import { type OfflineRun, runOffline } from "../../../preview/offline/run";
import { createProviders } from "../../../infra/shared/providers";
import { ROOT } from "../../../platform/root";
import { readSharedPackage } from "../../../platform/airflow/shared-package";
import { runOnMocks, smallStackConfig, stackConfig, warningsOf } from "../../support/mocks";

const VPCS = "aws:ec2/getVpcs:getVpcs";
const ATTACHMENTS = "aws:ec2transitgateway/getAttachments:getAttachments";
const ATTACHMENT = "aws:ec2transitgateway/getAttachment:getAttachment";

type Answers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** AWS's answers about a VPC with one attachment. */
function attachment(state: string): Answers {
  return { [VPCS]: { ids: ["vpc-1"] }, [ATTACHMENTS]: { ids: ["tgw-attach-1"] }, [ATTACHMENT]: { state } };
}

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
  expect(await lookUp("tgw-1", attachment(state))).toEqual([status]);
});

describe("one pulumi up of the whole program", () => {
  const sharedPackage = readSharedPackage(resolve(ROOT, "dags"));

  test.each([
    ["no attachment yet", { [VPCS]: { ids: [] } }, "no-attachment-yet", 0, 1],
    ["one that is not accepted", attachment("pendingAcceptance"), "pendingAcceptance", 0, 1],
    ["one that is available", attachment("available"), "available", 12, 0],
  ] as const)(
    "with %s says so in the stack output, and leaves the routes out with one warning until it is accepted",
    async (_, invokes, status, routes, warned) => {
      const runs: OfflineRun[] = [];
      const warnings = await warningsOf(async () => {
        const stack = { environment: "test", config: smallStackConfig("test") };
        runs.push(
          await runOffline(() => program({ stack, workflows: [], sharedPackage }), {
            project: PROJECT,
            stack: "test",
            invokes,
          }),
        );
      });
      const [run] = runs;
      const made = run?.registrations.filter(({ inputs }) => "transitGatewayId" in inputs).map(({ type }) => type);
      expect(run?.outputs["transitGatewayStatus"]).toBe(status);
      expect(made?.filter((type) => type === "aws:ec2/route:Route")).toHaveLength(routes);
      expect(made?.filter((type) => type === "aws:ec2transitgateway/vpcAttachment:VpcAttachment")).toHaveLength(1);
      expect(warnings).toHaveLength(warned);
    },
  );
});
