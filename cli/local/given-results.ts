import { groupBy } from "../../diagnostics/group-by";
import { messageOf } from "../../diagnostics/message-of";
import { suggestion } from "../../diagnostics/suggestion";
import { UsageError } from "../../diagnostics/usage-error";
import { resultsUsed } from "../../workflow/compile-tasks";
import type { CompiledTask, DagData } from "../../workflow/compiled";
import { resultReference } from "../../workflow/templates/results";
import { LARGEST_RESULT, readResult, type Result } from "./results";

type Results = Readonly<Record<string, Result>>;

/** Each result that a task uses, with its fields. */
function fieldsUsed(task: CompiledTask): Map<string, string[]> {
  const uses = [...groupBy(resultsUsed(task), ({ result }) => result)];
  return new Map(uses.map(([result, own]) => [result, [...new Set(own.map(({ field }) => field))]]));
}

/**
 * The results that the call gives for tasks before the only task that runs, each `task={"field": value}`.
 *
 * @param named The only task that runs; undefined if all do.
 * @param mayMiss Whether results may be missing.
 * @throws UsageError that lists each result that is missing or that the task could not use.
 */
export function resultsGiven(
  { tasks }: DagData,
  named: string | undefined,
  given: readonly string[],
  mayMiss: boolean,
): Results {
  if (named === undefined) {
    if (given.length > 0) {
      throw new UsageError("--result needs --task: without it, every task runs and writes its own result");
    }
    return {};
  }
  const task = tasks[named];
  const used = task === undefined ? new Map<string, string[]>() : fieldsUsed(task);
  const texts = new Map(given.map(split));
  const problems = texts.size < given.length ? ["--result gives a task two results; write one for each task"] : [];
  for (const name of task === undefined ? [] : texts.keys()) {
    if (!used.has(name)) {
      const names = [...used.keys()];
      problems.push(
        `${named} uses no result of ${name}; ${suggestion(name, names, `it uses ${names.join(", ") || "none"}`)}`,
      );
    }
  }
  const results = [...used].flatMap(([name, fields]): [string, Result][] => {
    const text = texts.get(name);
    if (text === undefined) {
      const example = `{${fields.map((field) => `${JSON.stringify(field)}: …`).join(", ")}}`;
      problems.push(
        ...(mayMiss
          ? []
          : [`${named} uses the result of ${name}, which does not run here; write --result '${name}=${example}'`]),
      );
      return [];
    }
    try {
      if (Buffer.byteLength(text) > LARGEST_RESULT) {
        throw new Error(`it has more than the ${LARGEST_RESULT} bytes of a result`);
      }
      return [[name, readResult(text, fields)]];
    } catch (caught) {
      problems.push(`--result ${name}: ${messageOf(caught)}`);
      return [];
    }
  });
  if (problems.length > 0) {
    throw new UsageError(problems.join("\n"));
  }
  return Object.fromEntries(results);
}

function split(text: string): [name: string, json: string] {
  const [, name, json] = /^([^=]+)=([^]*)$/.exec(text) ?? [];
  if (name === undefined || json === undefined) {
    throw new UsageError(`--result ${text} has no value; write --result '<task>={"<field>": <value>}'`);
  }
  return [name, json];
}

/** The results that a task uses, as templates: texts for a command that is only printed. */
export function resultsAsWritten(task: CompiledTask): Results {
  return Object.fromEntries(
    [...fieldsUsed(task)].map(([name, fields]) => [
      name,
      Object.fromEntries(fields.map((field) => [field, `{{ ${resultReference(name, field)} }}`])),
    ]),
  );
}
