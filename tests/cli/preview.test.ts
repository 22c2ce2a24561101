import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { parse } from "yaml";

import { main } from "../../cli/preview";
import type { Registration } from "../../preview/offline/registration";
import { ROOT } from "../../platform/root";
import { call, type CommandResult, runCli, temporaryFolder } from "../support/command";
import { manifest } from "../support/manifests";
import { STACKS } from "../support/mocks";

interface PreviewOf {
  readonly result: CommandResult;
  readonly out: string;
  readonly resources: readonly Registration[];
}

async function preview(stack: string, ...args: string[]): Promise<PreviewOf> {
  const out = join(temporaryFolder(), "out");
  const result = await call(main, [stack, "--out", out, ...args]);
  const file = join(out, "resources.json");
  return { result, out, resources: existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Registration[]) : [] };
}

const previews = new Map<string, PreviewOf>();

beforeAll(async () => {
  // One after the other: the SDK's runtime has one stack at a time.
  for (const stack of STACKS) {
    previews.set(stack, await preview(stack));
  }
}, 600_000);

function of(stack: string): PreviewOf {
  const found = previews.get(stack);
  if (found === undefined) {
    throw new Error(`${stack} has no preview`);
  }
  return found;
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe.each(STACKS)("the preview of %s", (stack) => {
  test("succeeds, with every layer in order and every workflow on the terminal", () => {
    const { result } = of(stack);
    expect(result.stderr).toBe("");
    expect(result.status).toBe(0);
    const layers = ["network", "cluster", "airflow", "workflows"].map((layer) => result.stdout.indexOf(`\n${layer} (`));
    expect(layers).toEqual([...layers].sort((a, b) => a - b));
    expect(layers.every((position) => position > 0)).toBe(true);
    const workflows = readdirSync(resolve(ROOT, "manifests", stack, "examples"));
    workflows.forEach((workflow) => {
      expect(result.stdout).toContain(`examples/${workflow} `);
    });
  });

  test("lists resources sorted by URN, each once, with all the keys that other tools read", () => {
    const { resources } = of(stack);
    const urns = resources.map(({ urn }) => urn);
    expect(urns).toEqual([...new Set(urns)].sort());
    resources.forEach((resource) => {
      expect(Object.keys(resource)).toEqual([
        "urn",
        "type",
        "name",
        "parent",
        "dependsOn",
        "protect",
        "provider",
        "retainOnDelete",
        "ignoreChanges",
        "aliases",
        "inputs",
      ]);
    });
  });

  test("shows an explicit provider for every resource of AWS and Kubernetes", () => {
    const { resources } = of(stack);
    const without = resources.filter(({ type, provider }) => /^(aws|kubernetes|eks):/.test(type) && provider === null);
    expect(without.map(({ urn }) => urn)).toEqual([]);
  });

  test("refers only to parents, providers and dependencies that exist", () => {
    const { resources } = of(stack);
    const known = new Set(resources.map(({ urn }) => urn));
    const unknown = resources.flatMap(({ parent, provider, dependsOn }) =>
      [parent, provider, ...dependsOn].filter((urn) => urn !== null && !known.has(urn)),
    );
    expect(unknown).toEqual([]);
  });

  test("contains no secret value, only [secret]", () => {
    const { resources, out } = of(stack);
    const versions = resources.filter(({ type }) => type.endsWith(":SecretVersion"));
    expect(versions.length).toBeGreaterThan(stack === "test" ? -1 : 0);
    versions.forEach(({ inputs }) => {
      expect(inputs["secretStringWo"]).toBe("[secret]");
    });
    files(out).forEach((file) => {
      expect(readFileSync(file, "utf8")).not.toMatch(/"placeholder"|4dabf18193072939515e22adb298388d/);
    });
  });

  test("writes one file for each role, with its trust policy and its policies' documents", () => {
    const { out, resources } = of(stack);
    const delivery = JSON.parse(readFileSync(join(out, "delivery.json"), "utf8")) as Registration[];
    const roles = [...resources, ...delivery].filter(({ type }) => type === "aws:iam/role:Role");
    const written = readdirSync(join(out, "iam"));
    expect(written).toHaveLength(roles.length);
    written.forEach((name) => {
      const role = JSON.parse(readFileSync(join(out, "iam", name), "utf8")) as {
        trust: { Version: string };
        policies: { Version: string }[];
      };
      expect([role.trust, ...role.policies].every(({ Version }) => Version === "2012-10-17")).toBe(true);
    });
    expect(JSON.stringify(written)).toContain(`airflow-${stack}-examples-`);
    ["plan", "apply", "plan-data", "apply-data"].forEach((role) => {
      expect(written).toContain(`analytical-platform-airflow-${stack}-${role}.json`);
    });
  });

  test("writes each Kubernetes object by namespace, kind and name", () => {
    const { out } = of(stack);
    const paths = files(join(out, "kubernetes"));
    expect(paths.map((path) => path.slice(out.length + 1))).toContain(
      "kubernetes/mwaa/networkpolicy-default-deny-ingress.yaml",
    );
    paths.forEach((path) => {
      const object = parse(readFileSync(path, "utf8")) as {
        kind: string;
        metadata: { name: string; namespace?: string };
      };
      expect(
        path.endsWith(
          `kubernetes/${object.metadata.namespace ?? "cluster"}/${object.kind.toLowerCase()}-${object.metadata.name}.yaml`,
        ),
      ).toBe(true);
    });
  });
});

describe("the preview command", () => {
  test("gives the same bytes from run to run, in a process of its own too", () => {
    const out = join(temporaryFolder(), "out");
    const { status, stderr } = runCli("preview", ["test", "--out", out]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    files(of("test").out).forEach((file) => {
      expect(readFileSync(join(out, file.slice(of("test").out.length)), "utf8")).toBe(readFileSync(file, "utf8"));
    });
  });

  const manifestsWith = (bad: Readonly<Record<string, string>>): string => {
    const folder = temporaryFolder();
    cpSync(resolve(ROOT, "manifests/development"), join(folder, "development"), { recursive: true });
    Object.entries(bad).forEach(([name, text]) => {
      mkdirSync(join(folder, "development/bad", name), { recursive: true });
      writeFileSync(join(folder, "development/bad", name, "workflow.yml"), text);
    });
    return folder;
  };

  const BAD = {
    unit: manifest().replace("Platforms", "Nobody"),
    key: manifest("retrys: 1"),
    profile: manifest("compute_profile: tiny"),
    missing: "dag: {}\n",
    broken: "dag: [\n",
  };

  test("reports every problem of every manifest with file, line and column, writes nothing, and exits with 1", async () => {
    const { result, out } = await preview("development", "--manifests", manifestsWith(BAD));
    expect(result.status).toBe(1);
    expect(existsSync(out)).toBe(false);
    Object.keys(BAD).forEach((name) => {
      expect(result.stderr).toMatch(new RegExp(`bad/${name}/workflow\\.yml:\\d+:\\d+: `));
    });
  });

  test("does not change an earlier preview if there are errors", async () => {
    const out = join(temporaryFolder(), "out");
    mkdirSync(out);
    writeFileSync(join(out, "resources.json"), "[]\n");
    const { status } = await call(main, ["development", "--manifests", manifestsWith(BAD), "--out", out]);
    expect(status).toBe(1);
    expect(readdirSync(out)).toEqual(["resources.json"]);
    expect(readFileSync(join(out, "resources.json"), "utf8")).toBe("[]\n");
  });

  test("with --keep-going leaves bad manifests out, reports them the same way, previews the rest, and exits with 0", async () => {
    const { result, resources } = await preview("development", "--keep-going", "--manifests", manifestsWith(BAD));
    expect(result.status).toBe(0);
    expect(result.stderr.split("\n").filter((line) => line.includes("/bad/")).length).toBeGreaterThanOrEqual(
      Object.keys(BAD).length,
    );
    expect(result.stdout).toContain("5 manifests left out");
    const workflows = (all: readonly Registration[]): string[] =>
      all.filter(({ type }) => type.endsWith(":Workflow")).map(({ name }) => name);
    expect(workflows(resources)).toEqual(workflows(of("development").resources));
  });

  test.each([
    ["no stack", [], /missing argument <stack>/],
    ["an unknown stack", ["prodction"], /did you mean production\?/],
    ["a folder that does not exist", ["test", "--manifests", "nowhere"], /nowhere is not a folder/],
    ["an unknown option", ["test", "--manifest", "x"], /unknown option --manifest; did you mean --manifests\?/],
  ])("%s is a usage error that shows the usage", async (_name, args, message) => {
    const { status, stderr } = await call(main, args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("    at ");
  });
});
