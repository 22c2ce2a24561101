import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { ROOT } from "../../platform/root";
import { temporaryFolder } from "../support/command";

/** Podman as root in a container of its own: limits that it may set, and a runtime that works with both versions of cgroups. */
const CONTAINERS_CONF = `[engine]
runtime = "runc"
[containers]
default_ulimits = ["nofile=1000:1000", "nproc=1000:1000"]
`;
/** Debian's archive of today, because a snapshot's server may be out of reach. The Dockerfiles pin a snapshot. */
const ARCHIVE = "http://deb.debian.org/debian";
const SECURITY = "http://deb.debian.org/debian-security";
const BASE = "localhost/test-runtimes-debian";
const RUNTIMES = (process.env["RUNTIMES"] ?? "python-base r-base").split(" ");

const folder = temporaryFolder();
const socket = join(folder, "podman.sock");
const variables = { ...process.env, CONTAINERS_CONF: join(folder, "containers.conf"), DOCKER_HOST: `unix://${socket}` };
const service = { stop: (): void => undefined };

jest.setTimeout(1_800_000);

function run(command: string, words: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    cwd: ROOT,
    env: variables,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  expect({ command, error, status, output: status === 0 ? "" : stdout + stderr }).toEqual({
    command,
    error: undefined,
    status: 0,
    output: "",
  });
  return stdout;
}

function build(tag: string, context: string, ...words: string[]): void {
  run("buildah", ["build", "--isolation", "chroot", "--tag", tag, ...words, context]);
}

beforeAll(async () => {
  writeFileSync(variables.CONTAINERS_CONF, CONTAINERS_CONF);
  // The public base image is made of the same packages; this one also has documentation and translations.
  run("mmdebstrap", ["--quiet", "--variant=minbase", "trixie", join(folder, "base.tar"), ARCHIVE]);
  run("podman", ["import", "--quiet", join(folder, "base.tar"), BASE]);
  RUNTIMES.forEach((name) => {
    const values = { BASE, DEBIAN: ARCHIVE, DEBIAN_SECURITY: SECURITY };
    const words = Object.entries(values).flatMap(([key, value]) => ["--build-arg", `${key}=${value}`]);
    build(image(name), join("runtimes", name), ...words);
  });
  await startService();
});

/** Returns once the service listens; fails if it ends before that. */
async function startService(): Promise<void> {
  const words = ["system", "service", "--time", "0", variables.DOCKER_HOST];
  const child = spawn("podman", words, { env: variables, stdio: "ignore" });
  service.stop = (): void => {
    child.kill();
  };
  while (!existsSync(socket)) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`podman ${words.join(" ")} ended before it listened`);
    }
    await setTimeout(100);
  }
}

afterAll(() => {
  service.stop();
  spawnSync("podman", ["image", "rm", "--force", ...RUNTIMES.map(image), ...RUNTIMES.map(codeImage), BASE]);
});

function image(runtime: string): string {
  return `localhost/test-runtimes-${runtime}`;
}

function codeImage(runtime: string): string {
  return `localhost/test-runtimes-code-${runtime}`;
}

function testStructure(name: string, file: string): void {
  const program = join(ROOT, ".venvs/runtimes/bin/container-structure-test");
  run(program, ["test", "--image", `${name}:latest`, "--config", file]);
}

test.each(RUNTIMES)("%s passes its structure tests, commands included", (name) => {
  testStructure(image(name), join("runtimes", name, "structure-test.yaml"));
});

test.each(RUNTIMES)("a new repository builds on %s, passes its structure tests, and prints its variables", (name) => {
  const language = name.replace(/-base$/, "");
  const code = join(temporaryFolder(), "code");
  const manifests = temporaryFolder();
  const workflow = `development/runtimes/${language}`;
  const created = ["--manifests", manifests, "--with-code", code, "--language", language];
  run("npm", ["run", "--silent", "new", "--", workflow, ...created, "--repository", "ministryofjustice/code"]);
  // No registry can be asked for the image that the Dockerfile names.
  const dockerfile = readFileSync(join(code, "Dockerfile"), "utf8").replace(/^FROM .*/, `FROM ${image(name)}`);
  writeFileSync(join(folder, "Dockerfile"), dockerfile);
  build(codeImage(name), code, "--file", join(folder, "Dockerfile"));
  testStructure(codeImage(name), join(code, "structure-test.yaml"));
  const words = [join(manifests, workflow), "--image", codeImage(name), "--engine", "podman"];
  const printed = run("npm", ["run", "--silent", "local", "--", ...words]);
  expect(printed).toContain("Hello, world\n");
  expect(printed).toContain("AWS_DEFAULT_REGION\n");
});
