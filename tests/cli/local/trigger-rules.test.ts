import { type Start, startOf, type State } from "../../../cli/local/trigger-rules";
import { compiled, manifest } from "../../support/manifests";

const STATES: Readonly<Record<string, State>> = {
  good: "success",
  bad: "failed",
  skipped: "skipped",
  absent: "upstream_failed",
};

function dagOf(before: string, rule: string): Parameters<typeof startOf>[0] {
  return compiled(
    manifest(
      `tasks: {good: {}, bad: {}, skipped: {}, absent: {}, last: {dependencies: [${before}], trigger_rule: ${rule}}}`,
    ),
  ).dag;
}

// Expected: airflow/ti_deps/deps/trigger_rule_dep.py of 2.10.3 and 3.0.6.
test.each<[string, string, Start]>([
  ["all_success", "good", "starts"],
  ["all_success", "good, bad", "upstream_failed"],
  ["all_success", "absent", "upstream_failed"],
  ["all_success", "good, skipped", "skipped"],
  ["all_success", "bad, skipped", "upstream_failed"],
  ["all_done", "bad, absent, skipped", "starts"],
  ["all_failed", "bad, absent", "starts"],
  ["all_failed", "good, bad", "skipped"],
  ["all_failed", "bad, skipped", "skipped"],
  ["one_success", "good, bad", "starts"],
  ["one_success", "bad, absent", "upstream_failed"],
  ["one_success", "skipped", "skipped"],
  ["one_success", "skipped, bad", "upstream_failed"],
  ["one_failed", "good, absent", "starts"],
  ["one_failed", "good, skipped", "skipped"],
  ["one_done", "bad", "starts"],
  ["one_done", "absent, skipped", "skipped"],
  ["none_failed", "good, skipped", "starts"],
  ["none_failed", "skipped", "starts"],
  ["none_failed", "good, bad", "upstream_failed"],
  ["none_failed_min_one_success", "good, skipped", "starts"],
  ["none_failed_min_one_success", "skipped", "skipped"],
  ["none_failed_min_one_success", "skipped, absent", "upstream_failed"],
  ["none_skipped", "bad, good", "starts"],
  ["none_skipped", "good, skipped", "skipped"],
  ["all_skipped", "skipped", "starts"],
  ["all_skipped", "skipped, good", "skipped"],
])("%s after %s: %s", (rule, before, expected) => {
  expect(startOf(dagOf(before, rule), "last", new Map(Object.entries(STATES)))).toBe(expected);
});

test("a task starts if the tasks before it are no part of the run", () => {
  expect(startOf(dagOf("good", "all_success"), "last", new Map())).toBe("starts");
});
