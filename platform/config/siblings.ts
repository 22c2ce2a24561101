import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { isMap } from "../../diagnostics/is-map";
import { loadYaml } from "../../diagnostics/load-yaml";
import { ENVIRONMENTS, PROJECT } from "../environments";
import { ROOT } from "../root";

/** Values of another stack that this one must not have. A value that the other file lacks is absent. */
export interface Sibling {
  readonly environment: string;
  readonly computeAccountId?: string | undefined;
  readonly cidrBlock?: string | undefined;
  readonly stateBucket?: string | undefined;
  readonly stateKeyArn?: string | undefined;
}

/**
 * Reads the stack files of the other environments, however wrong they are: each command checks its own stack's file, and a
 * mistake in another one is reported there.
 *
 * @param folder folder of the files; the repository's root by default.
 */
export function readSiblings(environment: string, folder: string = ROOT): Sibling[] {
  return ENVIRONMENTS.filter((name) => name !== environment).flatMap((name) => {
    const config = configOf(resolve(folder, `Pulumi.${name}.yaml`));
    return config === undefined
      ? []
      : [
          {
            environment: name,
            computeAccountId: text(config, "accounts", "compute", "id"),
            cidrBlock: text(config, "network", "cidrBlock"),
            stateBucket: text(config, "delivery", "state", "bucket"),
            stateKeyArn: text(config, "delivery", "state", "keyArn"),
          },
        ];
  });
}

function configOf(path: string): unknown {
  try {
    const { data } = loadYaml(readFileSync(path, "utf8"));
    return isMap(data) ? data["config"] : undefined;
  } catch {
    return undefined;
  }
}

function text(config: unknown, section: string, ...keys: readonly string[]): string | undefined {
  const value = [`${PROJECT}:${section}`, ...keys].reduce<unknown>(
    (part, key) => (isMap(part) ? part[key] : undefined),
    config,
  );
  return typeof value === "string" ? value : undefined;
}
