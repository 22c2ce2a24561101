import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { ROOT } from "../../../platform/root";

const CLI = join(ROOT, ".cache/engine/pulumi");
/** The Kubernetes provider, with the files that it reads beside it. */
export const KUBERNETES = join(ROOT, ".cache/engine/kubernetes/pulumi-resource-kubernetes");
const PLUGINS = join(ROOT, "tests/engine/plugins");

/** Packages whose plugin is the provider that makes resources in a fake cloud. */
const PROVIDERS = ["aws", "kubernetes"];

/**
 * Installs the CLI where `npx pulumi` looks for it (npm's package `pulumi`, lib/resolve.js). Installs the language host beside
 * it, and the plugins where the engine looks for those of exactly the versions that package-lock.json pins.
 *
 * @param home the folder that is to be `PULUMI_HOME`.
 */
export function installPulumi(home: string): void {
  if (!existsSync(CLI)) {
    throw new Error(`${CLI} is missing: make engine-build builds it`);
  }
  const programs = join(home, "versions", versionOf("pulumi"), "bin");
  mkdirSync(programs, { recursive: true });
  copyFileSync(CLI, join(programs, "pulumi"));
  writeProgram(join(programs, "pulumi-language-nodejs"), "language-host.ts");
  for (const name of PROVIDERS) {
    installPlugin(home, name, "provider.ts");
  }
  installPlugin(home, "eks", "cluster-component.ts");
}

function installPlugin(home: string, name: string, source: string): void {
  const version = versionOf(`@pulumi/${name}`);
  const file = join(home, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`);
  mkdirSync(dirname(file), { recursive: true });
  writeProgram(file, source, version);
}

function writeProgram(file: string, source: string, ...args: readonly string[]): void {
  const tsx = join(ROOT, "node_modules/tsx/dist/loader.mjs");
  const command = [process.execPath, "--import", tsx, join(PLUGINS, source), ...args];
  writeFileSync(file, `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(" ")} "$@"\n`);
  chmodSync(file, 0o755);
}

function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, "node_modules", name, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}
