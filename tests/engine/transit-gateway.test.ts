import { TRANSIT_GATEWAY_ROUTE } from "../../platform/network/transit-gateway-route";
import { GitHub } from "../tools/github/github";
import { Moto } from "../support/moto";
import { Deployments, during } from "./support/deployments";

const UP = "npx pulumi up --stack test --non-interactive --skip-preview";
const ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment";
const WARNING = /warning: The attachment to Transit Gateway tgw-\w+ is .*: its routes are left out/g;

// One environment's first days, each test a step after the one before it.
describe("an environment with a Transit Gateway of another account", () => {
  let aws: Moto;
  let deployments: Deployments;
  const github = new GitHub();

  beforeAll(async () => {
    await github.start();
    aws = await Moto.start();
    deployments = await Deployments.begin(aws);
    await deployments.makeStack("test");
  });
  // Two hooks: if moto does not start, the first fails, and the second still runs.
  afterAll(() => aws.stop());
  afterAll(() => github.stop());

  test("its first update succeeds without the routes, with one warning, and says how far the attachment is", async () => {
    const output = await deployments.succeed(UP);
    expect(warningsIn(output)).toHaveLength(1);
    expect(await status(deployments)).toBe("no-attachment-yet");
    expect(routes(deployments)).toEqual([]);
  });

  test("until the owner accepts, an update only says so", async () => {
    const done = await during(deployments, async () => {
      const output = await deployments.succeed(UP);
      expect(warningsIn(output)).toHaveLength(1);
    });
    expect(await status(deployments)).toBe("pendingAcceptance");
    expect(done).toEqual([]);
  });

  test("once it is accepted, the daily comparison asks for a deployment, which adds the routes alone", async () => {
    accept(deployments);
    const output = await deployments.succeed(
      "export GITHUB_OUTPUT=$(mktemp); npm run --silent drift -- test > /dev/null; cat $GITHUB_OUTPUT",
      github.variables(),
    );
    expect(output).toBe("deploy=true\n");

    const done = await during(deployments, () => deployments.succeed(UP));
    expect(new Set(done.map(({ does, type }) => `${does} ${type}`))).toEqual(new Set(["create aws:ec2/route:Route"]));
    expect(done.filter(({ name }) => !TRANSIT_GATEWAY_ROUTE.test(name))).toEqual([]);
    expect(routes(deployments)).toHaveLength(done.length);
    await deployments.succeed("npx pulumi preview --stack test --expect-no-changes --non-interactive");
  });
});

/** How far the attachment is, as the stack says; the CLI's own list of outputs is not shown after every update. */
async function status(deployments: Deployments): Promise<string> {
  return (await deployments.succeed("npx pulumi stack output transitGatewayStatus --stack test")).trim();
}

/** The warnings of the attachment in the summary that ends an update; before it, they are among the progress. */
function warningsIn(output: string): string[] {
  return output.slice(output.indexOf("\nDiagnostics:\n")).match(WARNING) ?? [];
}

function routes({ cloud }: Deployments): string[] {
  return cloud.ofType("aws:ec2/route:Route").flatMap(({ name }) => (TRANSIT_GATEWAY_ROUTE.test(name) ? [name] : []));
}

/** Accepts the attachment, as the owner of the Transit Gateway does. */
function accept({ cloud }: Deployments): void {
  for (const attachment of cloud.ofType(ATTACHMENT)) {
    cloud.put({ ...attachment, state: { ...attachment.state, state: "available" } });
  }
}
