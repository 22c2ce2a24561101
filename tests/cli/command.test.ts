import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

import { scripts } from "../../package.json";
import { npmCommand, type Program } from "../../cli/command";
import { main as newManifest } from "../../cli/new";
import { missingDashesHint } from "../../cli/npm-slips";
import { ROOT } from "../../platform/root";
import { call, runCli } from "../support/command";

/** Every script of package.json that starts a file of this repository, and the files that others start. */
const COMMANDS: readonly (readonly [start: string, file: string])[] = [
  ...Object.entries(scripts).flatMap(([name, script]): [string, string][] => {
    const file = /^node --import tsx (\S+)$/.exec(script)?.[1];
    return file === undefined ? [] : [[`npm run ${name} --`, file]];
  }),
  ...["tools/commit-message.ts", "tools/policies.ts"].map((file): [string, string] => [
    `node --import tsx ${file}`,
    file,
  ]),
];

async function mainOf(file: string): Promise<Program> {
  const { main } = (await import(resolve(ROOT, file))) as { main: Program };
  return main;
}

test("package.json starts commands", () => {
  expect(COMMANDS.length).toBeGreaterThan(15);
});

describe.each(COMMANDS)("%s", (start, file) => {
  test("explains itself with --help", async () => {
    const { status, stdout, stderr } = await call(await mainOf(file), ["--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(`Usage: ${start} [options]`);
    expect(stdout.replace(/^Usage: .*\n\n/, "")).toMatch(/^[A-Z]/);
  });

  test("refuses an unknown option in the same words, with its usage and without a stack trace", async () => {
    const { status, stdout, stderr } = await call(await mainOf(file), ["--hlep"]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(
      /^(unknown option --hlep; did you mean --help\?|missing option --(role <role>|from <checkout>|account <id>|there <lists\.\.\.>))\n\nUsage: /,
    );
    expect(stderr).toContain(`${start} --help`);
    expect(stderr).not.toContain("    at ");
  });
});

test("every option of every npm command, if npm took it because -- was missing, is explained and nothing runs", async () => {
  const answers: string[] = [];
  for (const [start, file] of COMMANDS.filter(([call]) => call.startsWith("npm run "))) {
    const main = await mainOf(file);
    const { stdout } = await call(main, ["--help"]);
    // npm sets prefix for every script.
    for (const [, flag = "", name = ""] of stdout.matchAll(/^ {2}(--(?!prefix)(?:no-)?([\w-]+))/gm)) {
      const { status, stderr } = await call(main, ["development"], {
        npm_lifecycle_event: start.split(" ")[2],
        [`npm_config_${name.replaceAll("-", "_")}`]: "true",
      });
      answers.push(`${status} ${stderr}`);
      expect(stderr).toContain(`npm took ${flag} for itself; put -- before the arguments`);
    }
  }
  expect(answers.length).toBeGreaterThan(40);
  expect(answers.filter((answer) => !answer.startsWith("2 "))).toEqual([]);
});

test("a process ends with the exit code, and prints a mistake without a stack trace", () => {
  expect(runCli("validate", ["manifests", "--formt", "json"])).toEqual({
    stdout: "",
    stderr:
      "unknown option --formt; did you mean --format?\n\nUsage: npm run validate -- [options] <path...>\nnpm run validate -- --help explains each of them\n",
    status: 2,
  });
});

describe("npm itself", () => {
  const npm = (...words: string[]): { status: number | null; stderr: string } =>
    spawnSync("npm", ["run", "--silent", ...words], { cwd: ROOT, encoding: "utf8" });

  test("takes an option that comes before --, and the command says so and changes nothing", () => {
    const { status, stderr } = npm("ui-access", "development", "--role", "op", "ann", "--dry-run");
    expect(status).toBe(2);
    expect(stderr).toContain(
      "npm took --role, --dry-run for itself; put -- before the arguments, so that they reach the command:\n" +
        "  npm run ui-access -- <stack> <role> --role <role> --dry-run\n",
    );
  });

  test("reads --format as an option of its own and leaves no trace, so that the error of the rest gives a hint", () => {
    const { status, stderr } = npm("validate", "manifests", "--format", "json");
    expect(status).toBe(2);
    expect(stderr).toMatch(/^there is no json\nIf you wrote options: npm takes them for itself unless -- comes before/);
  });

  test("is not blamed for a wrong word of a call that has no word too many", () => {
    const started = { npm_lifecycle_event: "upgrade" };
    const upgrade = npmCommand("upgrade", "").argument("<stack>");
    expect(missingDashesHint(upgrade, ["developmnt"], started)).toBeUndefined();
    expect(missingDashesHint(upgrade, ["development", "json"], started)).toMatch(/npm takes them/);
  });
});

test("a folder that cannot be created is one line with its reason, not a stack trace", async () => {
  const { status, stderr } = await call(newManifest, ["test/courts/daily", "--manifests", resolve(ROOT, "LICENSE")]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^cannot mkdir .*LICENSE.*: not a directory\n$/);
});
