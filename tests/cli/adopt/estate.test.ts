import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { parse } from "yaml";

import { reportOf, type WorkflowReport } from "../../../cli/adopt/report";
import { neededSettings } from "../../../cli/adopt/settings";
import { renderSettings } from "../../../cli/adopt/settings-file";
import { type AdoptedWorkflow, readWorkflows } from "../../../cli/adopt/workflows";
import { NO_COMPATIBILITY } from "../../../platform/config/no-compatibility";
import type { Compatibility } from "../../../platform/config/stack.generated";
import type { Environment } from "../../../platform/environment";
import { temporaryFolder } from "../../support/command";
import { manifest, REST } from "../../support/manifests";
import { migratingStack } from "../../support/migrating";
import { readCases } from "../../workflow/present-platform/case";
import { COURTS } from "../convert/support";

/** The environment of the present platform that the test moves: an invented workflow for each fact. */
const NAME = "production";

const WORKFLOWS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    readCases().map(({ name, path, manifest: text }) => {
      const [, project = "", workflow = ""] = path.split("/");
      return [`${project}/${workflow === "daily" ? name : workflow}`, text + REST];
    }),
  ),
  "prisons/elsewhere": `${manifest()}\niam:\n  external_role: arn:aws:iam::123456789012:role/prisons\n`,
  "prisons/clones": manifest('env_vars: {SOURCE: "git@github.com:moj-analytical-services/example.git"}'),
  "prisons/plain": manifest(),
  "prisons/told": manifest(
    "retries: 2\ntasks: {one: {}, two: {}}",
    "\nnotifications:\n  emails: [prisons@justice.gov.uk]\n  slack_channel: prisons\n",
  ),
};

/** A stack that nobody has given a setting for workflows that migrate, and the projects' own names. */
function stackWith(workflows: {
  compatibility: Partial<Compatibility>;
  projectAliases: Record<string, string>;
}): Environment {
  const { settings, ...stack } = migratingStack(NAME);
  const compatibility = { ...NO_COMPATIBILITY, ...workflows.compatibility };
  return {
    ...stack,
    settings: { ...settings, workflows: { ...settings.workflows, ...workflows, compatibility, namedPolicies: [] } },
  };
}

const from = temporaryFolder();
const folder = join(from, "environments", NAME);
for (const [id, text] of Object.entries(WORKFLOWS)) {
  const file = join(folder, id, "workflow.yml");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
cpSync(join(COURTS, "branch"), join(folder, "courts/branches"), { recursive: true });

const adopt = (stack: Environment): readonly AdoptedWorkflow[] =>
  readWorkflows({ from, manifests: join(from, "manifests"), moveDay: "2026-12-01" }, stack).workflows;

function reportsOn(workflows: readonly AdoptedWorkflow[], stack: Environment): WorkflowReport[] {
  const roleNames = new Set(workflows.flatMap(({ accepted }) => accepted?.compiled.role?.name ?? []));
  const context = {
    dataAccount: stack.settings.accounts.data.id,
    moveDay: "2026-12-01",
    present: { secrets: undefined, roles: undefined, dags: undefined },
    roleNames,
    choices: new Map<string, readonly string[]>(),
    needed: neededSettings(workflows, stack),
  };
  return workflows.map((workflow) => reportOf(workflow, context));
}

/** The state, and each sort of difference once. */
function inWords(state: string, differences: WorkflowReport["differences"]): string {
  const words = differences.map(({ kind, about }) => (about.startsWith(kind) ? about : `${kind} ${about}`));
  return [...new Set([state, ...words])].join(", ");
}

/** The report without a setting, by workflow. */
const WITHOUT_SETTINGS = {
  "analytical-platform/cadet-deploy": "decide, decide named-policy, rights athena",
  "courts/athena-narrow": "decide, rights athena",
  "courts/athena-read": "refused",
  "courts/athena-write": "decide, rights athena",
  "courts/bedrock": "decide, rights bedrock",
  "courts/branches": "decide, decide left-out, differs converted, differs dates, rights s3_read_write",
  "courts/cadet-deploy": "same",
  "courts/datasets": "same",
  "courts/everything":
    "decide, rights s3_read_only, rights s3_read_write, rights s3_write_only, rights s3_deny, rights athena, rights bedrock, rights glue",
  "courts/glue": "decide, rights glue",
  "courts/listed-twice": "decide, rights s3_read_only, differs listed-twice",
  "courts/long-values": "decide, decide values",
  "courts/names": "differs, differs dates",
  "courts/notifications": "same",
  "courts/null-value": "refused",
  "courts/odd-values": "refused, differs rewritten-number, differs unquoted-number",
  "courts/only-task": "same",
  "courts/other-keys": "decide, rights s3_read_only",
  "courts/params": "decide, decide values",
  "courts/profiles": "differs, differs compute-profile",
  "courts/python-dag": "refused",
  "courts/query-results": "refused",
  "courts/runs": "decide, differs dates, decide depends-on-past",
  "courts/s3-deny": "decide, rights s3_read_only, rights s3_deny",
  "courts/s3-read-and-write": "decide, rights s3_read_only, rights s3_write_only",
  "courts/s3-read-only": "decide, rights s3_read_only",
  "courts/s3-read-write": "decide, rights s3_read_write",
  "courts/s3-write-only": "decide, rights s3_write_only",
  "courts/schedule-none": "same",
  "courts/six-field-cron": "refused",
  "courts/ssh": "same",
  "courts/task-values": "decide, decide values, differs unquoted-boolean, differs unquoted-number",
  "courts/template-next": "refused",
  "courts/template-task-id": "differs, differs task-id",
  "courts/templates": "differs, differs dates",
  "courts/values": "decide, decide values, differs unquoted-boolean, differs unquoted-number",
  "courts/yaml-anchors": "decide, decide values, differs unquoted-boolean, differs unquoted-number",
  "electronic-monitoring-data-store-pp/load": "decide, decide alias, decide external-role",
  "electronic-monitoring-data-store/load": "decide, decide alias, rights glue",
  "prisons/clones": "decide, decide egress",
  "prisons/elsewhere": "decide, decide external-role",
  "prisons/plain": "same",
  "prisons/told": "differs, differs email, differs slack",
};

/** The decisions and errors that no setting can change, by workflow. */
const LEFT_TO_PEOPLE = {
  "analytical-platform/cadet-deploy": ["named-policy"],
  "courts/branches": ["left-out"],
  "courts/null-value": ["refused"],
  "courts/python-dag": ["refused"],
  "courts/runs": ["depends-on-past"],
  "courts/six-field-cron": ["refused"],
  "courts/template-next": ["refused"],
  "electronic-monitoring-data-store-pp/load": ["external-role"],
  "prisons/clones": ["egress"],
  "prisons/elsewhere": ["external-role"],
};

const without = stackWith({ compatibility: {}, projectAliases: {} });
const found = adopt(without);
const needed = neededSettings(found, without);
const text = renderSettings(
  NAME,
  needed,
  without.settings.workflows,
  found.map(({ id }) => id),
);
const reported = (reports: readonly WorkflowReport[]): Record<string, string> =>
  Object.fromEntries(reports.map(({ id, state, differences }) => [id, inWords(state, differences)]));

test("without settings, the report names what each fact of the present platform changes for its workflow", () => {
  expect(reported(reportsOn(found, without))).toEqual(WITHOUT_SETTINGS);
});

describe("with settings.yml in the stack's file", () => {
  const blocks = parse(text) as { "analytical-platform-airflow:workflows": Parameters<typeof stackWith>[0] };
  const stack = stackWith(blocks["analytical-platform-airflow:workflows"]);
  const settled = adopt(stack);
  const reports = reportsOn(settled, stack);

  test("no workflow loses a call, a name or a text that a setting could keep", () => {
    const kept = new Set(["values", "alias"]);
    const lost = reports.flatMap(({ id, differences }) =>
      differences
        .filter(({ kind, about, always }) => (kind === "rights" && always !== true) || kept.has(about))
        .map((difference) => [id, difference.text]),
    );
    expect(lost).toEqual([]);
  });

  test("people decide about these workflows alone, and mend these", () => {
    const left = reports.filter(({ state }) => state === "decide" || state === "refused");
    expect(
      Object.fromEntries(
        left.map(({ id, differences }) => [
          id,
          differences.filter(({ kind }) => kind === "decide" || kind === "refused").map(({ about }) => about),
        ]),
      ),
    ).toEqual(LEFT_TO_PEOPLE);
  });

  test("each setting has users, and none is on for a workflow of another project", () => {
    const used = settled.flatMap(({ id, accepted }) =>
      (accepted?.compiled.settingsUsed ?? []).map(({ setting }) => `${setting} ${id}`),
    );
    const counted = needed.settings.flatMap(({ key, users }) =>
      [...users.keys()].map((id) => `compatibility.${key} ${id}`),
    );
    expect(used.sort()).toEqual(counted.sort());
    expect(text).toMatch(/# 1 workflow\n +electronic-monitoring-data-store: emds\n/);
    expect(text).toMatch(/# 2 workflows\n +bedrockRegions:\n/);
    expect(text).not.toContain("*/*");
    expect(text).not.toContain("prisons/");
  });

  test("the command finds the same settings again", () => {
    expect(neededSettings(settled, stack)).toEqual(needed);
  });
});
