import { relative } from "node:path";

import type { Registration } from "../../preview/offline/registration";
import type { CompiledWorkflow } from "../../workflow/compiled";
import { groupBy } from "../../diagnostics/group-by";
import { EXAMPLE_CODE } from "../../platform/config/shipped-examples";
import { formatProblem, type Problem } from "../../diagnostics/problem";
import type { Preview } from "../../preview/run";
import { columns } from "../columns";

/** Facts that the terminal shows besides the preview itself. */
export interface TerminalDetails {
  readonly warnings: readonly Problem[];
  /** Manifests with errors that were left out. */
  readonly leftOut: number;
  readonly out: string;
  readonly milliseconds: number;
}

/** The preview for a terminal: the tree by layer, every workflow, warnings, totals. */
export function renderPreview(preview: Preview, { warnings, leftOut, out, milliseconds }: TerminalDetails): string {
  const lines = [
    `${preview.environment}: what pulumi up would create in an empty account`,
    "",
    ...layers(preview.registrations),
    "",
  ];
  lines.push(
    `Workflows (${preview.workflows.length})`,
    ...columns(preview.workflows.map(workflowRow)).map((line) => `  ${line}`),
    "",
  );
  if (preview.wholeBucketListing) {
    const touched = preview.workflows.filter(listsBuckets).map(({ id }) => id);
    lines.push(
      `workflows.wholeBucketListing is on; these may list whole buckets (${touched.length})`,
      ...wrap(touched),
      "",
    );
  }
  lines.push(...compatibility(preview.workflows));
  if (warnings.length > 0) {
    lines.push(`Warnings (${warnings.length})`, ...warnings.map((problem) => `  ${formatProblem(problem)}`), "");
  }
  if (!warnings.some(({ code }) => code === EXAMPLE_CODE)) {
    lines.push("No value of the stack file is a shipped example: nothing is left to replace.", "");
  }
  const skipped = leftOut === 0 ? "" : `, ${counted(leftOut, "manifest")} left out`;
  lines.push(
    `${counted(preview.registrations.length, "resource")}, ${counted(preview.workflows.length, "workflow")}${skipped}, ${counted(warnings.length, "warning")}, in ${(milliseconds / 1000).toFixed(1)} s`,
    `Written to ${relative(process.cwd(), out) || "."}: resources.json, workflows.json, dags/, iam/, kubernetes/`,
  );
  return lines.join("\n");
}

/** For each setting of `workflows.compatibility`, the number of workflows that use it, by project: a stack may have hundreds. */
function compatibility(workflows: readonly CompiledWorkflow[]): string[] {
  const uses = workflows.flatMap(({ id, settingsUsed }) => settingsUsed.map(({ setting }) => ({ id, setting })));
  const bySetting = groupBy(
    uses.filter(({ setting }) => setting.startsWith("compatibility.")),
    ({ setting }) => setting,
  );
  return [...bySetting].flatMap(([setting, group]) => [
    `workflows.${setting}: used by ${counted(group.length, "workflow")}; npm run explain says for what`,
    ...wrap([...groupBy(group, ({ id }) => id.split("/")[0])].map(([project, own]) => ofProject(String(project), own))),
    "",
  ]);
}

/** The only workflow of a project, or the project with the number of its workflows. */
function ofProject(project: string, [first, ...more]: readonly { readonly id: string }[]): string {
  return first !== undefined && more.length === 0 ? first.id : `${project} (${more.length + 1})`;
}

/** The layers in order: each builds on the ones before it. Registrations arrive in any order. */
const LAYERS: readonly string[] = ["network", "cluster", "airflow", "workflows"];

/** The stack's direct children, each with the number of resources below it by type. */
function layers(registrations: readonly Registration[]): string[] {
  const stack = registrations.find(({ type }) => type === "pulumi:pulumi:Stack");
  const children = groupBy(registrations, ({ parent }) => parent);
  const below = (urn: string): Registration[] =>
    (children.get(urn) ?? []).flatMap((child) => [child, ...below(child.urn)]);
  return (children.get(stack?.urn ?? null) ?? [])
    .filter(({ type }) => !type.startsWith("pulumi:providers:"))
    .sort((a, b) => LAYERS.indexOf(a.name) - LAYERS.indexOf(b.name))
    .flatMap((layer) => {
      const resources = below(layer.urn);
      const counts = [...groupBy(resources, ({ type }) => kind(type))].map(([type, group]): [string, number] => [
        type,
        group.length,
      ]);
      counts.sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
      return [
        `${layer.name} (${resources.length} resources)`,
        ...wrap(counts.map(([type, count]) => `${type} ${count}`)),
      ];
    });
}

/** `Vpc` of `aws:ec2/vpc:Vpc`; `eks provider` of `pulumi:providers:eks`. */
function kind(type: string): string {
  const last = type.split(":").at(-1) ?? type;
  return type.startsWith("pulumi:providers:") ? `${last} provider` : last;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function wrap(items: readonly string[]): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + item.length < 110) {
      lines[lines.length - 1] = `${last}, ${item}`;
    } else {
      lines.push(`  ${item}`);
    }
  }
  return lines;
}

function workflowRow({ id, scheduleInWords, dag, role, serviceAccount, secrets }: CompiledWorkflow): string[] {
  const profiles = [...new Set(Object.values(dag.tasks).map(({ compute_profile: profile }) => profile))];
  const tasks = Object.keys(dag.tasks).length;
  return [
    id,
    shorten(scheduleInWords, 44),
    `${String(profiles[0])}${profiles.length > 1 ? ` +${profiles.length - 1}` : ""}`,
    counted(tasks, "task"),
    counted(secrets.length, "secret"),
    role === null ? `${serviceAccount.roleArn} (external)` : role.name,
  ];
}

function listsBuckets({ role }: CompiledWorkflow): boolean {
  return JSON.stringify([role?.inlinePolicy, role?.managedPolicies]).includes('"s3:ListBucket"');
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
