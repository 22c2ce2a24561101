import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";

import { main } from "../../cli/dags";
import { ROOT } from "../../platform/root";
import { call, type CommandResult, temporaryFolder } from "../support/command";
import { manifest } from "../support/manifests";

const VERSIONS = ["2.10.3", "3.0.6"] as const;

/** Runs the command for a user with an empty home and temporary folder, and without a kubeconfig. */
function dags(args: readonly string[], scratch = temporaryFolder()): CommandResult {
  const env = { ...process.env, HOME: temporaryFolder(), TMPDIR: scratch, KUBECONFIG: "" };
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", "tsx", join(ROOT, "cli/dags.ts"), ...args],
    { cwd: ROOT, encoding: "utf8", env },
  );
  return { stdout, stderr, status };
}

function kubeconfig(server: string): string {
  const file = join(temporaryFolder(), "kubeconfig");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "elsewhere",
    clusters: [
      { name: "here", cluster: { server } },
      { name: "elsewhere", cluster: { server: "https://elsewhere.invalid" } },
    ],
    users: [{ name: "me", user: { token: "not-for-the-terminal" } }],
    contexts: ["here", "elsewhere"].map((name) => ({ name, context: { cluster: name, user: "me" } })),
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** A port of loopback on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === "object" && address !== null ? address.port : 0;
}

const HELLO = ["test", "development", "examples/hello"];

describe("npm run dags -- test", () => {
  test.each([
    ["no action", [], /missing argument <action>[^]*npm run dags -- \[options\] <action> <stack> <workflow>/],
    ["an unknown action", ["tset", "development", "examples/hello"], /there is no action tset; did you mean test\?/],
    ["no workflow", ["test", "development"], /missing argument <workflow>/],
    ["an unknown stack", ["test", "prodction", "examples/hello"], /did you mean production\?/],
    ["an unknown workflow", ["test", "development", "examples/helo"], /did you mean examples\/hello\?/],
    ["a workflow by its DAG's id", ["test", "development", "examples.hello"], /did you mean examples\/hello\?/],
    ["a workflow like no other", ["test", "development", "x"], /write <project>\/<workflow>, the names of its folders/],
    ["a folder that does not exist", [...HELLO, "--manifests", "nowhere"], /nowhere is not a folder/],
    ["an unknown option", [...HELLO, "--kubecfg", "x"], /unknown option --kubecfg; did you mean --kubeconfig\?/],
    ["an Airflow outside the tested versions", [...HELLO, "--airflow", "3.0.5"], /did you mean 3\.0\.6\?/],
    ["a kubeconfig that does not exist", [...HELLO, "--kubeconfig", "nowhere"], /nowhere; write --kubeconfig FILE/],
  ])("%s is a usage error that says what to write", async (_name, args, message) => {
    const { status, stderr } = await call(main, args, { HOME: temporaryFolder(), KUBECONFIG: "" });
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("    at ");
  });

  test("a context without any kubeconfig is a usage error that names the file", () => {
    const { status, stderr } = dags([...HELLO, "--context", "x"]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/\.kube\/config; write --kubeconfig FILE/);
    expect(stderr).not.toContain("    at ");
  });

  test("an unknown context is a usage error that suggests the nearest of the kubeconfig", async () => {
    const options = ["--kubeconfig", kubeconfig("https://127.0.0.1"), "--context", "hree"];
    const { status, stderr } = await call(main, [...HELLO, ...options]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/has no context hree; did you mean here\?/);
  });

  test("a file that is not a kubeconfig is a usage error, not a stack trace", async () => {
    const { status, stderr } = await call(main, [...HELLO, "--kubeconfig", "README.md", "--context", "here"]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/README\.md is not a kubeconfig/);
    expect(stderr).not.toContain("    at ");
  });

  test("reports the manifest's problems by file, line and column, and none of other manifests", async () => {
    const folder = temporaryFolder();
    cpSync(resolve(ROOT, "manifests/development"), join(folder, "development"), { recursive: true });
    ["mine", "other"].forEach((name) => {
      mkdirSync(join(folder, "development/bad", name), { recursive: true });
      writeFileSync(join(folder, "development/bad", name, "workflow.yml"), manifest("retrys: 1"));
    });
    const { status, stderr } = await call(main, ["test", "development", "bad/mine", "--manifests", folder]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/bad\/mine\/workflow\.yml:\d+:\d+: .*retries/);
    expect(stderr).not.toContain("bad/other");
  });

  test.each(VERSIONS)(
    "with Airflow %s names an unreachable API server of the chosen context at once, and leaves no files",
    async (version) => {
      const server = `https://127.0.0.1:${await closedPort()}`;
      const scratch = temporaryFolder();
      const file = kubeconfig(server);
      const options = ["--kubeconfig", file, "--context", "here", "--airflow", version];
      const { status, stdout, stderr } = dags([...HELLO, ...options], scratch);
      expect(stderr).toContain(`cannot reach the API server ${server}`);
      expect(stderr).toContain("Connection refused");
      expect(stdout + stderr).not.toMatch(/Traceback|not-for-the-terminal| {4}at /);
      expect(status).toBe(1);
      expect(existsSync(file)).toBe(true);
      expect(readdirSync(scratch).filter((name) => name.startsWith("dags-test-"))).toEqual([]);
    },
    600_000,
  );
});
