import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { ROOT } from "../../platform/root";

export interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly if?: string;
  readonly uses?: string;
  readonly "runs-on"?: unknown;
  readonly environment?: string | { readonly name: string };
  readonly steps?: readonly Step[];
}

export interface Workflow {
  /** The events that start it. */
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

export const FOLDER = join(ROOT, ".github/workflows");

/** Every workflow of GitHub Actions, by the name of its file. */
export const WORKFLOWS = readdirSync(FOLDER).map((file): [string, Workflow] => [
  file,
  parse(readFileSync(join(FOLDER, file), "utf8")) as Workflow,
]);
