import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type CommandResult, temporaryFolder } from "../../support/command";
import { installFakePulumiCli } from "../../support/fake-pulumi-cli";
import { GitHub } from "../github/github";
import { BUCKET, REFRESHED, route, STACK } from "./steps";

const github = new GitHub();

beforeAll(() => github.start());
afterAll(() => github.stop());

/** Runs the command with a fake CLI at the place where the `pulumi` package looks for it; gives the output of both. */
async function drift(
  exitCode: number,
  steps: readonly object[],
): Promise<CommandResult & { output: string; called: string }> {
  const folder = temporaryFolder();
  const [output, called, printed] = ["output", "called", "printed"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(output, "");
  writeFileSync(printed, JSON.stringify({ steps }));
  const script = `echo "$@, token:$GITHUB_TOKEN" > "${called}"\ncat "${printed}"\nexit ${exitCode}\n`;
  installFakePulumiCli(folder, script);
  const result = await github.run("drift", ["test"], { GITHUB_OUTPUT: output, PULUMI_HOME: folder });
  return { ...result, output: readFileSync(output, "utf8"), called: readFileSync(called, "utf8") };
}

test("a difference opens an issue, the next one updates it, a failure does not change it, and no difference closes it", async () => {
  github.issues = [
    { number: 3, title: "production differs", body: "", state: "open", labels: ["drift-production"], comments: [] },
  ];
  const opened = await drift(7, [STACK, REFRESHED, BUCKET]);
  expect(opened).toMatchObject({
    status: 0,
    stdout: "test: 1 differing; issue opened\n",
    output: "deploy=false\n",
    // The preview changes nothing, and the program and its plugins do not get GitHub's token.
    called:
      "preview --stack test --refresh --expect-no-changes --json --non-interactive" +
      " --exclude **$aws:secretsmanager/secretVersion:SecretVersion::*" +
      " --exclude **$kubernetes:helm.sh/v3:Release::*, token:\n",
  });
  expect(github.issues[1]).toMatchObject({
    title: "test differs from the code",
    labels: ["drift-test"],
    body: expect.stringContaining("https://github.example/department/airflow/actions/runs/42") as string,
  });

  expect((await drift(7, [STACK, BUCKET, route("intra-to-10.0.0.0/8")])).stdout).toContain(
    "2 differing; issue updated",
  );

  const failed = await drift(4, [STACK]);
  expect(failed).toMatchObject({ status: 1, stdout: "", output: "" });
  expect(failed.stderr).toMatch(
    /^The preview of test failed, so it is unknown whether the stack differs: it ended with exit code 4/,
  );
  expect(github.issues[1]).toMatchObject({ state: "open", comments: [] });

  expect((await drift(0, [STACK])).stdout).toContain("0 differing; issue closed");
  expect(github.issues[1]).toMatchObject({ state: "closed", comments: ["Nothing differs now."] });
  expect((await drift(0, [STACK])).stdout).toContain("issue none");
  expect(github.issues).toHaveLength(2);
  expect(github.issues[0]).toMatchObject({ state: "open", title: "production differs" });
});

test("an accepted Transit Gateway asks for a deployment", async () => {
  expect((await drift(7, [STACK, route("private-eu-west-2a-to-10.0.0.0/8")])).output).toBe("deploy=true\n");
});
