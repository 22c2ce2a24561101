import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { parse, stringify } from "yaml";

import { TemporaryRepository } from "../../support/temporary-repository";
import { CI_STEPS, COMMAND_LANGUAGES, type Command, commandsOf, isShown, markOf } from "./commands";
import { type Fence, fileOf } from "./pages";
import { stackOf } from "./preparations";
import { overlaid, stackFragment } from "./yaml-kinds";

/** A command that did not do what its page says. */
export class PageError extends Error {}

/** The day on which the pages' commands are run: what is said of ends of support depends on it. */
const DAY = pathToFileURL(resolve(__dirname, "day-of-the-pages.mjs")).href;

/** Does in a repository of its own what a page asks its reader to do. */
export class Reader {
  readonly repository = new TemporaryRepository(["docs", "tests/needs"]);

  /** Writes the files that a page shows, adds to the stack file what it shows of one, and runs its commands, in its order. */
  follow(fences: readonly Fence[]): void {
    for (const fence of fences) {
      if (COMMAND_LANGUAGES.includes(fence.language)) {
        toRun(fence).forEach((command) => {
          this.run(fence, command);
        });
      } else {
        this.write(fence);
      }
    }
  }

  private write(fence: Fence): void {
    const path = fileOf(fence);
    const fragment = stackFragment(fence);
    if (path !== undefined) {
      const file = join(this.repository.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${fence.text}\n`);
    } else if (fragment !== undefined) {
      const file = join(this.repository.folder, `Pulumi.${stackOf(fence.page)}.yaml`);
      writeFileSync(
        file,
        stringify(overlaid(parse(readFileSync(file, "utf8"), { merge: true }), { config: fragment })),
      );
    }
  }

  private run({ page, line: at }: Fence, { line, shown }: Command): void {
    const { stdout, status } = spawnSync("bash", ["-c", `exec 2>&1\n${line}`], {
      cwd: this.repository.folder,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
      env: {
        ...process.env,
        // Without npm's own two lines over each command.
        npm_config_loglevel: "silent",
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_CONFIG_NOSYSTEM: "1",
        NODE_OPTIONS: `--import ${DAY}`,
      },
    });
    if (shown === undefined ? status !== 0 : !isShown(stdout, shown)) {
      throw new PageError(
        `${page}:${at}: ${line}\nended with ${String(status)} and printed\n${stdout}\n${shown === undefined ? "" : `where the page has\n${shown}`}`,
      );
    }
  }
}

/** The commands of a block that a test has to run. */
export function toRun(fence: Fence): Command[] {
  return COMMAND_LANGUAGES.includes(fence.language) && markOf(fence) === undefined
    ? commandsOf(fence).filter(({ line, shown }) => shown !== undefined || !CI_STEPS.has(line))
    : [];
}
