import { resultsAsWritten, resultsGiven } from "../../../cli/local/given-results";
import type { CompiledTask, DagData } from "../../../workflow/compiled";

/** `load` uses two fields of the result of `phase-one`. */
const load = {
  when: { value: { pieces: [{ result: "phase-one", field: "changed" }] }, is: "true" },
  env_vars: { ROWS: { pieces: [{ result: "phase-one", field: "rows" }] } },
} as unknown as CompiledTask;
const dag = { tasks: { "phase-one": {}, load } } as unknown as DagData;
const RESULT = 'phase-one={"changed": true, "rows": 3}';

function given(...texts: readonly string[]): unknown {
  return resultsGiven(dag, "load", texts, false);
}

test("the results that a task uses are given as texts", () => {
  expect(given(RESULT)).toEqual({ "phase-one": { changed: "true", rows: "3" } });
});

test.each([
  ["no result", [], /load uses the result of phase-one, which does not run here; write --result 'phase-one=\{"/],
  ["two results of one task", [RESULT, RESULT], /gives a task two results; write one for each task/],
  ["a result of another task", [RESULT, "phase=1"], /load uses no result of phase; did you mean phase-one\?/],
  ["broken JSON", ["phase-one={"], /--result phase-one: its result is not JSON/],
  ["no value", ["phase-one"], /--result phase-one has no value; write --result '<task>=\{/],
] as [string, string[], RegExp][])("%s is a mistake with its correction", (_case, texts, message) => {
  expect(() => given(...texts)).toThrow(message);
});

test("a command that is only printed shows templates that a manifest could have", () => {
  expect(resultsAsWritten(load)).toEqual({
    "phase-one": {
      changed: '{{ results["phase-one"].changed }}',
      rows: '{{ results["phase-one"].rows }}',
    },
  });
});
