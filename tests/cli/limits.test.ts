import { main } from "../../cli/limits";
import { busiestMinute } from "../../cli/limits/busiest";
import { limitsAsPage, limitsAsText } from "../../cli/limits/render";
import { limitRows, type LimitRow } from "../../cli/limits/rows";
import { readEnvironmentFile } from "../../platform/config/environment-file";
import type { CompiledWorkflow } from "../../workflow/compiled";
import { call } from "../support/command";
import { compiled, manifest } from "../support/manifests";

const DAY = "2026-11-28";
const { config } = readEnvironmentFile("development");

function rows(workflows: readonly CompiledWorkflow[]): readonly LimitRow[] {
  if (config === undefined) {
    throw new Error("Pulumi.development.yaml has errors");
  }
  return limitRows(workflows, config, DAY);
}

function row(workflows: readonly CompiledWorkflow[], what: RegExp): LimitRow | undefined {
  return rows(workflows).find((one) => what.test(one.what));
}

const THREE = "tasks: {a: {}, b: {}, c: {}, d: {dependencies: [a]}}";

describe("the busiest minute", () => {
  const at = (cron: string, more = ""): CompiledWorkflow =>
    compiled(manifest(`schedule: "${cron}"\n${THREE}\n${more}`));

  test("counts the tasks that start at once, of all workflows", () => {
    expect(busiestMinute([at("0 5 * * *"), at("0 5 * * 1"), at("1 5 * * *")], DAY)).toBe(6);
  });

  test("counts no more tasks of a workflow than it allows at once, and none without fixed times", () => {
    expect(busiestMinute([at("0 5 * * *", "max_active_tasks: 2")], DAY)).toBe(2);
    expect(busiestMinute([compiled(manifest(THREE))], DAY)).toBe(0);
  });

  test("counts a week, its first and last minute too", () => {
    expect(busiestMinute([at("0 0 * * 6")], DAY)).toBe(3);
    expect(busiestMinute([at("59 23 * * 5")], DAY)).toBe(3);
    expect(busiestMinute([at("0 0 6 12 *")], DAY)).toBe(0);
  });
});

describe("the limits", () => {
  const workflow = compiled(manifest(THREE, "secrets: [one, two]\n"));

  test("count roles, secrets, DAGs and the largest policy", () => {
    const two = [workflow, workflow];
    expect(row(two, /^roles/)).toMatchObject({ used: 2, grows: true, limit: 1000 });
    expect(row(two, /^secrets/)).toMatchObject({ used: 4 });
    expect(row(two, /^DAGs in an environment of class mw1.small/)).toMatchObject({ used: 2, limit: 50 });
    const characters = JSON.stringify(workflow.role?.inlinePolicy).length;
    expect(row(two, /inline policy/)).toMatchObject({ used: characters, grows: false });
  });

  test("leave out the role of a workflow that brings its own", () => {
    const own = compiled(manifest("", 'iam: {external_role: "arn:aws:iam::123456789012:role/mine"}\n'));
    expect(row([own], /^roles/)).toMatchObject({ used: 0 });
  });

  test("begin with the one that comes first, and end with those that do not grow", () => {
    const list = rows([workflow]);
    expect(list[0]?.what).toMatch(/^DAGs/);
    const growing = list.map(({ grows, used }) => grows && used > 0);
    expect(growing).toEqual([...growing].sort((a, b) => Number(b) - Number(a)));
  });

  test("mark what is beyond a limit, and name the first", () => {
    const measured = { resources: 10, megabytes: 1, seconds: 1 };
    const report = { stack: "development", date: DAY, workflows: 1, rows: rows([workflow]), measured };
    const page = limitsAsPage(report);
    expect(page).toMatch(/\| 1 \| 10 \| \*\*100\*\* \| 50 \| choose a larger/);
    expect(page).toContain(
      "The first limit that more workflows meet: DAGs in an environment of class mw1.small, with 50 times as many.",
    );
    expect(limitsAsText({ ...report, rows: rows(Array.from({ length: 51 }, () => workflow)) })).toMatch(
      /DAGs .*: 51, 510, 5,100, of 50 {2}← too many/,
    );
  });
});

test("npm run limits counts the workflows of a stack, and measures their preview", async () => {
  const { stdout, stderr, status } = await call(main, ["development", "--date", DAY]);
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  expect(stdout).toMatch(/^development with 7 workflows, and with 10 and 100 times as many/);
  expect(stdout).toMatch(/preview of today's workflows has \d+ resources with inputs of \d/);
});
