import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type CommandResult, runCli, temporaryFolder } from "../support/command";
import { installStandInCli } from "../support/stand-in-cli";

const STACK = { urn: "urn:pulumi:test::p::pulumi:pulumi:Stack::p-test", type: "pulumi:pulumi:Stack" };
const CONTROL_PLANE = { urn: "urn:pulumi:test::p::eks:index:Cluster::cluster", type: "eks:index:Cluster" };
const VPC = {
  urn: "urn:pulumi:test::p::network$aws:ec2/vpc:Vpc::vpc",
  type: "aws:ec2/vpc:Vpc",
  parent: "urn:pulumi:test::p::network::network",
  provider: "urn:pulumi:test::p::pulumi:providers:aws::compute::0123",
};

/** Runs the command with a CLI, where the `pulumi` package looks for it, that exports this; also what GitHub is told. */
function planFile(exported: unknown, exitCode = 0): CommandResult & { told: string } {
  const folder = temporaryFolder();
  const [told = "", printed = ""] = ["told", "printed"].map((name) => join(folder, name));
  writeFileSync(told, "");
  writeFileSync(printed, JSON.stringify(exported));
  installStandInCli(folder, `cat "${printed}"\nexit ${exitCode}\n`);
  const result = runCli("plan-file", ["test"], { PULUMI_HOME: folder, GITHUB_OUTPUT: told });
  return { ...result, told: readFileSync(told, "utf8") };
}

test.each([
  ["a stack that was only made", {}, "plan=\n"],
  ["one whose first deployment failed before the control plane", { resources: [STACK, VPC] }, "plan=\n"],
  ["one that has a control plane", { resources: [STACK, CONTROL_PLANE] }, "plan=plan.json\n"],
  [
    "one that was cut off while it changed or deleted, which a refresh sees by itself",
    { resources: [STACK, CONTROL_PLANE], pending_operations: [{ type: "updating", resource: VPC }] },
    "plan=plan.json\n",
  ],
])("where the plan is kept for %s", (_stack, deployment, told) => {
  expect(planFile({ version: 3, deployment })).toMatchObject({ status: 0, told });
});

test("one that was cut off while it made something is not deployed: the advice has the command that gives it to Pulumi", () => {
  const deployment = { resources: [STACK], pending_operations: [{ type: "creating", resource: VPC }] };
  const { status, stderr, told } = planFile({ version: 3, deployment });
  expect({ status, told }).toEqual({ status: 1, told: "" });
  expect(stderr).toContain(
    "  npx pulumi import --stack test --generate-code=false --protect=false " +
      "--parent 'parent=urn:pulumi:test::p::network::network' " +
      "--provider 'provider=urn:pulumi:test::p::pulumi:providers:aws::compute' 'aws:ec2/vpc:Vpc' 'vpc' '<id>'\n",
  );
});

test("a state that cannot be read is not taken for an empty one", () => {
  const { status, stderr, told } = planFile({}, 255);
  expect({ status, told }).toEqual({ status: 2, told: "" });
  expect(stderr).toContain("the state of test cannot be read");
});

test.each([[[]], [["test", "production"]]])("it asks for one stack: %j", (args) => {
  const { status, stderr } = runCli("plan-file", args);
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining("name one stack") as string });
});
