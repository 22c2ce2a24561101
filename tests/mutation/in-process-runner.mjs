// Runs the tests of the manifest language for Stryker inside one process: its modules are loaded once, not once for each
// mutant and test file as Jest does, so that a mutant takes milliseconds in place of seconds. describe, test and each are
// Jest's own; hooks and mocks are not offered, as the tests of pure functions need none. Tests are described before any
// mutant is switched on, so what a test is about must be computed inside the test: `const role = () => …` where several share it.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

import { declareFactoryPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { expect } from "expect";
import { describe, getState, test } from "jest-circus";

/** The tests of the folders that stryker.config.mjs changes. */
const ROOTS = ["tests/diagnostics", "tests/workflow"];

/** What starts processes, reads files outside the repository or takes long would do so for each mutant. */
const EXCLUDED = /hostile|iam\/properties|real-manifests|runs-started|templates\/airflow|values-in-airflow/;

/** Where Stryker's mutated code looks for the mutant that is switched on, and counts what ran. */
const context = (globalThis.__stryker__ ??= {});

class InProcessRunner {
  /** The tests that run, by name: function, file, and the milliseconds that it last took. */
  #tests = new Map();

  /** When each test last killed a mutant, counted in kills: its neighbour in the code often dies by the same test. */
  #lastKill = new Map();
  #kills = 0;

  /** Mutants are switched on while tests run, never while modules load: as good as loaded anew, so no process is started for it. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    // The sandbox with the mutated code is the current folder.
    Object.assign(globalThis, { describe, expect, test });
    const load = createRequire(resolve("package.json"));
    // The same random values each time, so that two runs have one score.
    load("fast-check").configureGlobal({ seed: 1 });
    for (const root of ROOTS) {
      for (const file of readdirSync(root, { recursive: true })
        .filter((name) => name.endsWith(".test.ts"))
        .map((name) => join(root, name))
        .sort()) {
        if (!EXCLUDED.test(file)) {
          const before = getState().rootDescribeBlock.children.length;
          load(resolve(file));
          this.#collect(resolve(file), getState().rootDescribeBlock.children.slice(before), file);
        }
      }
    }
  }

  async dryRun() {
    const tests = [];
    for (const id of this.#tests.keys()) {
      context.currentTestId = id;
      tests.push(await this.#run(id));
    }
    context.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    context.activeMutant = activeMutant.id;
    context.hitLimit = hitLimit;
    context.hitCount = hitLimit === undefined ? undefined : 0;
    const tests = [];
    try {
      for (const id of this.#mostLikelyFirst(testFilter ?? [...this.#tests.keys()])) {
        const result = await this.#run(id);
        tests.push(result);
        if (result.status === TestStatus.Failed) {
          this.#lastKill.set(id, ++this.#kills);
          if (!disableBail) break;
        }
      }
      return toMutantRunResult(
        determineHitLimitReached(context.hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests },
      );
    } finally {
      context.activeMutant = undefined;
      context.hitLimit = undefined;
      context.hitCount = undefined;
    }
  }

  /** Covering tests in an order that finds a failing one soon: the latest to have killed a mutant, then the quickest. */
  #mostLikelyFirst(ids) {
    const kill = (id) => this.#lastKill.get(id) ?? 0;
    const time = (id) => this.#tests.get(id).time;
    return ids.toSorted((a, b) => kill(b) - kill(a) || time(a) - time(b));
  }

  /** Remembers the tests of a file, each under a name of its own. */
  #collect(file, entries, prefix) {
    for (const entry of entries) {
      const name = `${prefix} ${entry.name}`;
      if (entry.hooks?.length > 0) {
        throw new Error(`${name} has hooks, which mutation tests do not run; exclude ${file}, or write it without`);
      }
      if (entry.type === "describeBlock") {
        if (entry.mode !== "skip") this.#collect(file, entry.children, name);
      } else if (entry.mode !== "skip") {
        let id = name;
        for (let copy = 2; this.#tests.has(id); copy += 1) id = `${name} (${copy})`;
        this.#tests.set(id, { fn: entry.fn, file, time: 0 });
      }
    }
  }

  async #run(id) {
    const entry = this.#tests.get(id);
    const start = performance.now();
    let failure;
    try {
      await entry.fn();
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    entry.time = performance.now() - start;
    return {
      id,
      name: id,
      fileName: entry.file,
      timeSpentMs: entry.time,
      ...(failure === undefined
        ? { status: TestStatus.Success }
        : { status: TestStatus.Failed, failureMessage: failure }),
    };
  }
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, "in-process", () => new InProcessRunner())];
