import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { devDependencies } from "../../package.json";

/** Writes a shell script below a `PULUMI_HOME`, where the `pulumi` package looks for the CLI of its version. */
export function installFakePulumiCli(home: string, script: string): void {
  const cli = join(home, "versions", devDependencies.pulumi, "bin/pulumi");
  mkdirSync(dirname(cli), { recursive: true });
  writeFileSync(cli, `#!/bin/sh\n${script}`, { mode: 0o755 });
}
