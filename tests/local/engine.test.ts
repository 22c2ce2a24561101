import { spawn, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../../platform/root";
import { temporaryFolder } from "../support/command";
import { hasTemplate, VALUES } from "../support/hostile-values";
import { manifest } from "../support/manifests";

const IMAGE = "local-engine-test";

/** The first engine that answers, as the command itself looks for it. */
const ENGINE = ["docker", "podman"].find((name) => spawnSync(name, ["info"]).status === 0) ?? "podman";

/** Limits that root in a container of its own may set, and the runtime that works with cgroups of both versions. */
const CONTAINERS_CONF = `[engine]
runtime = "runc"
[containers]
default_ulimits = ["nofile=1000:1000", "nproc=1000:1000"]
`;

const VARIABLES: NodeJS.ProcessEnv = { ...process.env };

beforeAll(() => {
  const folder = temporaryFolder();
  if (ENGINE === "podman" && process.getuid?.() === 0) {
    VARIABLES["CONTAINERS_CONF"] = join(folder, "containers.conf");
    writeFileSync(VARIABLES["CONTAINERS_CONF"], CONTAINERS_CONF);
  }
  mkdirSync(join(folder, "root", "bin"), { recursive: true });
  mkdirSync(join(folder, "root", "tmp"));
  copyFileSync("/bin/busybox", join(folder, "root", "bin", "sh"));
  writeFileSync(join(folder, "root", "bin", "task"), '#!/bin/sh\neval "$SCRIPT"\n');
  ["cat", "sleep"].forEach((name) => {
    symlinkSync("sh", join(folder, "root", "bin", name));
  });
  ["tmp", "bin/sh", "bin/task"].forEach((path) => {
    chmodSync(join(folder, "root", path), 0o777);
  });
  engine(
    "-c",
    `tar --create --directory ${join(folder, "root")} . | ${ENGINE} import --change 'USER 1000' --change 'ENTRYPOINT ["/bin/task"]' - ${IMAGE}`,
  );
});

afterAll(() => {
  spawnSync(ENGINE, ["image", "rm", IMAGE], { env: VARIABLES });
});

function engine(...words: string[]): void {
  const { status, stderr } = spawnSync("sh", words, { encoding: "utf8", env: VARIABLES });
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
}

function command(dag: object, more: string): string[] {
  const folder = join(temporaryFolder(), "development/examples/local");
  mkdirSync(folder, { recursive: true });
  const lines = Object.entries(dag).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  writeFileSync(join(folder, "workflow.yml"), manifest(lines.join("\n"), more));
  return ["--import", "tsx", join(ROOT, "cli/local.ts"), folder, "--image", IMAGE, "--engine", ENGINE];
}

function local(
  dag: object,
  { more = "", variables = {}, words = [] }: { more?: string; variables?: NodeJS.ProcessEnv; words?: string[] } = {},
): { stdout: Buffer; stderr: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...command(dag, more), ...words], {
    cwd: ROOT,
    env: { ...VARIABLES, ...variables },
    maxBuffer: 2 ** 26,
  });
  return { stdout, stderr: stderr.toString(), status };
}

test("the program sees every value byte for byte, its parameters, the run's facts and secrets, and no other variable", () => {
  const values = VALUES.filter((text) => !hasTemplate(text));
  const named = Object.fromEntries(values.map((text, index) => [`V${index}`, text]));
  const secret = "it's\na $(secret) é";
  const { stdout, stderr, status } = local(
    {
      params: { days: 7 },
      env_vars: { SCRIPT: "cat /proc/$$/environ", DAY: "{{ ds }}", ...named },
    },
    {
      more: "secrets: [api-key]",
      variables: { SECRET_API_KEY: secret },
      words: ["--param", "days=8", "--logical-date", "2025-03-04T05:06:07+00:00"],
    },
  );
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const seen = Object.fromEntries(
    stdout
      .toString()
      .split("\0")
      .filter((entry) => entry !== "")
      .map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
  expect(seen).toMatchObject({ ...named, DAY: "2025-03-04", PARAM_DAYS: "8", SECRET_API_KEY: secret });
  const own = Object.keys(seen).filter((name) => !/^(V\d+|AWS_.*|AIRFLOW_.*)$/.test(name));
  expect(own.sort()).toEqual(["DAY", "HOME", "HOSTNAME", "PARAM_DAYS", "PATH", "SCRIPT", "SECRET_API_KEY"]);
  expect(stderr).not.toContain("(secret)");
});

test("the program has the image's user, no capability, no way to get one, a system-call filter and the profile's memory", () => {
  const limit = "/sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes";
  const { stdout, status } = local({
    env_vars: { SCRIPT: `cat /proc/self/status; for file in ${limit}; do [ -e $file ] && cat $file; done; true` },
  });
  expect(status).toBe(0);
  const text = stdout.toString();
  expect(text).toMatch(/^Uid:\t1000\t/m);
  expect(text).toMatch(/^CapBnd:\t0+$/m);
  expect(text).toMatch(/^NoNewPrivs:\t1$/m);
  expect(text).toMatch(/^Seccomp:\t2$/m);
  expect(text).toMatch(new RegExp(`^${4 * 2 ** 30}$`, "m"));
});

test("tasks run after their dependencies; one that fails gives its exit code, and what needs it does not start", () => {
  const { stdout, stderr, status } = local({
    tasks: {
      last: { env_vars: { SCRIPT: "echo last" }, dependencies: ["middle"] },
      middle: { env_vars: { SCRIPT: "echo middle; exit 3" }, dependencies: ["first"] },
      first: { env_vars: { SCRIPT: "echo first" } },
    },
  });
  expect({ status, stdout: stdout.toString() }).toEqual({ status: 3, stdout: "first\nmiddle\n" });
  expect(stderr).toContain("task middle ended with exit code 3");
  expect(stderr).toMatch(/^last {4}not started$/m);
});

test("a result reaches the later task, a condition skips a task, and any user may write the result", () => {
  const result = `printf '{"rows": 42, "changed": false}' > /dev/termination-log`;
  const { stdout, stderr, status } = local({
    tasks: {
      check: { env_vars: { SCRIPT: result } },
      load: {
        dependencies: ["check"],
        when: { value: "{{ results.check.changed }}", is: "true" },
        env_vars: { SCRIPT: "echo loaded" },
      },
      report: {
        dependencies: ["check", "load"],
        trigger_rule: "none_failed",
        args: ["{{ results.check.rows }}"],
        env_vars: { SCRIPT: 'echo "rows: $1"' },
      },
    },
  });
  expect({ status, stdout: stdout.toString() }).toEqual({ status: 0, stdout: "rows: 42\n" });
  expect(stderr).toMatch(/^load {4}skipped$/m);
});

test("one task runs alone with a result from the command line, and says so if it has none", () => {
  const dag = {
    tasks: {
      check: {},
      load: { dependencies: ["check"], env_vars: { SCRIPT: 'echo "$ROWS"', ROWS: "{{ results.check.rows }}" } },
    },
  };
  const given = local(dag, { words: ["--task", "load", "--result", 'check={"rows": 7}'] });
  expect(given).toMatchObject({ status: 0, stdout: Buffer.from("7\n") });
  const none = local(dag, { words: ["--task", "load"] });
  expect(none.status).toBe(2);
  expect(none.stderr).toContain(
    `load uses the result of check, which does not run here; write --result 'check={"rows": …}'`,
  );
});

test("a signal reaches the program as SIGTERM, and its exit code is the command's", async () => {
  const script = "trap 'echo told; exit 5' TERM; echo ready; while true; do sleep 0.1; done";
  const child = spawn(process.execPath, command({ env_vars: { SCRIPT: script } }, ""), { cwd: ROOT, env: VARIABLES });
  let output = "";
  child.stdout.on("data", (text: Buffer) => {
    output += text.toString();
    if (output === "ready\n") {
      child.kill("SIGINT");
    }
  });
  const status = await new Promise((done) => child.once("close", done));
  expect({ status, output }).toEqual({ status: 5, output: "ready\ntold\n" });
});

test("an image that runs as root is refused before it runs, as Kubernetes refuses it", () => {
  const base = temporaryFolder();
  writeFileSync(join(base, "file"), "");
  engine("-c", `tar --create --directory ${base} . | ${ENGINE} import - ${IMAGE}-root`);
  const { status, stderr } = local({}, { words: ["--image", `${IMAGE}-root`] });
  spawnSync(ENGINE, ["image", "rm", `${IMAGE}-root`], { env: VARIABLES });
  expect(status).toBe(2);
  expect(stderr).toContain("runs as root: the platform would not start it; end the Dockerfile with USER");
});
