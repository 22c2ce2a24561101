import { podHours } from "../../../preview/costs/pod-hours";
import { withCosts } from "../../../preview/difference/costs";
import type { Difference } from "../../../preview/difference/model";
import type { DescribedWorkflow, Side } from "../../../preview/difference/side";
import { readEnvironmentFile } from "../../../platform/config/environment-file";
import { compiled, manifest } from "../../support/manifests";

const { config } = readEnvironmentFile("development");
const basis = {
  date: "2026-11-28",
  prices: podHours(config?.cluster ?? { fleets: "node-groups", nodeGroups: {}, nodePools: {} }),
};
const EMPTY: Difference = {
  stack: "development",
  base: { ref: "main", commit: "0123456789".repeat(4), isMergeBase: false },
  summary: "",
  totals: { added: 0, changed: 0, replaced: 0, deleted: 0, unchanged: 0 },
  notes: [],
  workflows: [],
  layers: [],
};

/** A side with one workflow, with these lines under `dag:`; without any, a side without workflows. */
function side(dag?: string, id = "one/two"): Side {
  const workflows = dag === undefined ? [] : [{ ...compiled(manifest(dag)), id, role: null } as DescribedWorkflow];
  return { resources: [], workflows, manifests: new Map() };
}

/** The sentences about a workflow that differs between two sides. */
function sentences(before: Side, after: Side, from?: string): readonly string[] {
  const moved = from === undefined ? {} : { from };
  const workflow = {
    id: "one/two",
    kind: "changed",
    losses: [],
    sentences: ["first"],
    resources: [],
    ...moved,
  } as const;
  return withCosts({ ...EMPTY, workflows: [workflow] }, before, after, basis).workflows[0]?.sentences ?? [];
}

const DAILY = 'schedule: "@daily"';
const ASSUMED = "estimated cost, if each task runs an hour: ";

test.each([
  ["schedule", DAILY, 'schedule: "@hourly"', "2.03 USD a month → 48.62 USD a month"],
  ["profile", DAILY, `${DAILY}\ncompute_profile: general-spot-8vcpu-32gb`, "2.03 USD a month → 24.31 USD a month"],
  ["first schedule", "", DAILY, "0.07 USD a run → 2.03 USD a month"],
  [
    "profile without a price",
    "",
    "compute_profile: gpu-spot-8vcpu-32gb",
    "0.07 USD a run → 0.00 USD a run, without tasks on gpu-spot-8vcpu-32gb (no price known)",
  ],
])("a change of %s says what it costs", (_what, before, after, words) => {
  expect(sentences(side(before), side(after))).toEqual(["first", ASSUMED + words]);
});

test("a new workflow says what it costs, and a moved one compares with its former path", () => {
  expect(sentences(side(), side(DAILY))).toEqual(["first", `${ASSUMED}2.03 USD a month`]);
  expect(sentences(side(DAILY, "one/old"), side(DAILY), "one/old")).toEqual(["first"]);
});

test("a change that costs nothing, and a deletion, say nothing", () => {
  expect(sentences(side(DAILY), side(`${DAILY}\nretries: 1`))).toEqual(["first"]);
  expect(sentences(side(DAILY), side())).toEqual(["first"]);
});
