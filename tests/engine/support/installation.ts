import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { ROOT } from "../../../platform/root";

const CLI = join(ROOT, ".cache/engine/pulumi");
/** The Kubernetes provider, with the files that it reads beside it. */
export const KUBERNETES = join(ROOT, ".cache/engine/kubernetes/pulumi-resource-kubernetes");
const PLUGINS = join(ROOT, "tests/engine/plugins");

/** Programs of the real control plane, `kubectl` among them. */
export const CLUSTER_PROGRAMS = join(ROOT, ".cache/cluster/bin");

/** The provider of objects in a cluster: the real one, or one that makes them in the fake cloud. */
export type KubernetesProvider = "fake" | "real";

/**
 * Installs the CLI where `npx pulumi` looks for it (npm's package `pulumi`, lib/resolve.js). Installs the language host beside
 * it, and the plugins where the engine looks for those of exactly the versions that package-lock.json pins.
 *
 * @param home the folder that is to be `PULUMI_HOME`.
 */
export function installPulumi(home: string, kubernetes: KubernetesProvider): void {
  for (const built of [CLI, KUBERNETES]) {
    if (!existsSync(built)) {
      throw new Error(`${built} is missing: make engine-build builds it`);
    }
  }
  const programs = join(home, "versions", versionOf("pulumi"), "bin");
  mkdirSync(programs, { recursive: true });
  copyFileSync(CLI, join(programs, "pulumi"));
  writeProgram(join(programs, "pulumi-language-nodejs"), ours("language-host.ts"));
  installPlugin(home, "aws", (version) => ours("provider.ts", version));
  installPlugin(home, "kubernetes", (version) => (kubernetes === "real" ? [KUBERNETES] : ours("provider.ts", version)));
  installPlugin(home, "eks", (version) => ours("cluster-component.ts", version));
}

/**
 * Installs a `kubectl` that lists the objects of the fake cloud, whichever cluster it is asked about.
 *
 * @param folder a folder of the search path.
 */
export function installKubectl(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "kubectl");
  writeFileSync(
    file,
    `#!/bin/sh
case "$*" in *" get nodes "*) kind=nodes ;; *" get pods "*) kind=pods ;; *) exit 9 ;; esac
if test -e "$TEST_FAKE_CLOUD/$kind"; then cat "$TEST_FAKE_CLOUD/$kind"; else echo '{"items": []}'; fi
`,
  );
  chmodSync(file, 0o755);
}

function installPlugin(home: string, name: string, command: (version: string) => readonly string[]): void {
  const version = versionOf(`@pulumi/${name}`);
  const file = join(home, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`);
  mkdirSync(dirname(file), { recursive: true });
  writeProgram(file, command(version));
}

/** The command of a plugin of ours. */
function ours(source: string, ...args: readonly string[]): string[] {
  const tsx = join(ROOT, "node_modules/tsx/dist/loader.mjs");
  return [process.execPath, "--import", tsx, join(PLUGINS, source), ...args];
}

function writeProgram(file: string, command: readonly string[]): void {
  writeFileSync(file, `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(" ")} "$@"\n`);
  chmodSync(file, 0o755);
}

function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, "node_modules", name, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}
