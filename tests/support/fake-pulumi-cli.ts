import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { devDependencies } from "../../package.json";

/** Puts a shell script where the `pulumi` package looks for the CLI of its version, below a folder that is `PULUMI_HOME`. */
export function installFakePulumiCli(home: string, script: string): void {
  const cli = join(home, "versions", devDependencies.pulumi, "bin/pulumi");
  mkdirSync(dirname(cli), { recursive: true });
  writeFileSync(cli, `#!/bin/sh\n${script}`, { mode: 0o755 });
}
