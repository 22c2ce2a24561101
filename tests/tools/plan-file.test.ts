import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { main } from "../../tools/plan-file";
import { call, type CommandResult, temporaryFolder } from "../support/command";
import { installFakePulumiCli } from "../support/fake-pulumi-cli";

const STACK = { urn: "urn:pulumi:test::p::pulumi:pulumi:Stack::p-test", type: "pulumi:pulumi:Stack" };
const CONTROL_PLANE = { urn: "urn:pulumi:test::p::eks:index:Cluster::cluster", type: "eks:index:Cluster" };
const VPC = {
  urn: "urn:pulumi:test::p::network$aws:ec2/vpc:Vpc::vpc",
  type: "aws:ec2/vpc:Vpc",
  parent: "urn:pulumi:test::p::network::network",
  provider: "urn:pulumi:test::p::pulumi:providers:aws::compute::0123",
};

/** Runs the command with a fake CLI that exports this state; returns GitHub's output. */
async function planFile(exported: unknown, exitCode = 0): Promise<CommandResult & { output: string }> {
  const folder = temporaryFolder();
  const [output = "", printed = ""] = ["output", "printed"].map((name) => join(folder, name));
  writeFileSync(output, "");
  writeFileSync(printed, JSON.stringify(exported));
  installFakePulumiCli(folder, `cat "${printed}"\nexit ${exitCode}\n`);
  const result = await call(main, ["test"], { PULUMI_HOME: folder, GITHUB_OUTPUT: output });
  return { ...result, output: readFileSync(output, "utf8") };
}

test.each([
  ["a stack that was only created", {}, "plan=\n"],
  ["one whose first deployment failed before the control plane", { resources: [STACK, VPC] }, "plan=\n"],
  ["one that has a control plane", { resources: [STACK, CONTROL_PLANE] }, "plan=plan.json\n"],
  [
    "one that stopped while it changed or deleted a resource, which a refresh detects",
    { resources: [STACK, CONTROL_PLANE], pending_operations: [{ type: "updating", resource: VPC }] },
    "plan=plan.json\n",
  ],
])("the plan's file for %s", async (_stack, deployment, output) => {
  expect(await planFile({ version: 3, deployment })).toMatchObject({ status: 0, output });
});

test("a stack that stopped while it created a resource is not deployed: the advice has the command that imports the resource", async () => {
  const deployment = { resources: [STACK], pending_operations: [{ type: "creating", resource: VPC }] };
  const { status, stderr, output } = await planFile({ version: 3, deployment });
  expect({ status, output }).toEqual({ status: 1, output: "" });
  expect(stderr).toContain(
    "  npx pulumi import --stack test --generate-code=false --protect=false " +
      "--parent 'parent=urn:pulumi:test::p::network::network' " +
      "--provider 'provider=urn:pulumi:test::p::pulumi:providers:aws::compute' 'aws:ec2/vpc:Vpc' 'vpc' '<id>'\n",
  );
});

test("a state that cannot be read does not count as an empty one", async () => {
  const { status, stderr, output } = await planFile({}, 255);
  expect({ status, output }).toEqual({ status: 2, output: "" });
  expect(stderr).toContain("the state of test cannot be read");
});

test.each([
  [[], "missing argument <stack>"],
  [["test", "production"], "too many arguments: expected 1, got 2"],
])("exactly one stack is required: %j", async (args, message) => {
  const { status, stderr } = await call(main, args);
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(message) as string });
});
