import { groupBy } from "../../diagnostics/group-by";
import type { Problem } from "../../diagnostics/problem";
import { type Choices, isChosen } from "./choices";
import { decide, type Difference, differs } from "./difference";
import type { PresentState } from "./present";
import { rightsDifferences } from "./rights";
import { scheduleDifferences } from "./schedule-differences";
import type { NeededSettings } from "./settings";
import { useDifferences } from "./use-differences";
import { type AdoptedWorkflow, isError } from "./workflows";

/** Facts that decide about the differences of every workflow. */
export interface ReportContext {
  readonly dataAccount: string;
  readonly moveDay: string | undefined;
  readonly present: PresentState;
  /** Names of all workflows' roles. */
  readonly roleNames: ReadonlySet<string>;
  readonly choices: Choices;
  readonly needed: NeededSettings;
}

/** One workflow's part of the report. */
export interface WorkflowReport {
  readonly id: string;
  /**
   * `refused`: no manifest was accepted. `decide`: somebody has to decide. `differs`: read it. `chosen`: somebody has chosen every
   * difference. `same`: nothing differs.
   */
  readonly state: "refused" | "decide" | "differs" | "chosen" | "same";
  readonly differences: readonly (Difference & { readonly chosen: boolean })[];
}

/** Says what is different for a workflow. */
export function reportOf(workflow: AdoptedWorkflow, context: ReportContext): WorkflowReport {
  const { id } = workflow;
  const all = differencesOf(workflow, context).map((one) => [`${one.about}: ${one.text}`, one] as const);
  // A rule reports a value once for each task that has it.
  const differences = [...new Map(all).values()].map((difference) => ({
    ...difference,
    chosen: difference.kind !== "refused" && isChosen(context.choices, id, difference.about),
  }));
  const open = differences.filter(({ chosen }) => !chosen);
  const state =
    workflow.accepted === undefined
      ? "refused"
      : open.some(({ kind, always }) => kind === "decide" || (kind === "rights" && always !== true))
        ? "decide"
        : open.length > 0
          ? "differs"
          : differences.length > 0
            ? "chosen"
            : "same";
  return { id, state, differences };
}

function differencesOf(workflow: AdoptedWorkflow, context: ReportContext): Difference[] {
  const { problems, notes, accepted, edited } = workflow;
  const { dataAccount, moveDay, present, roleNames, needed } = context;
  return [
    ...problems.filter(isError).map(({ line, message }): Difference => ({
      kind: "refused",
      about: "refused",
      text: `line ${line}: ${message}`,
    })),
    ...notes.map(({ kind, place, text }) =>
      (kind === "left out" ? decide : differs)(
        kind === "left out" ? "left-out" : "converted",
        `dag.py:${place.line}: ${text}`,
      ),
    ),
    ...valueDifferences(workflow, needed),
    ...useDifferences(workflow, present, roleNames),
    ...scheduleDifferences(workflow, moveDay, present),
    ...rightsDifferences(workflow, dataAccount, needed),
    ...problems
      .filter((problem) => !isError(problem))
      .map(({ code, line, message }) => differs(code, `line ${line}: ${message}`)),
    ...(accepted?.compiled.settingsUsed ?? []).map(({ setting, names }) =>
      differs(`setting ${setting}`, `uses workflows.${setting}: ${names.join(", ")}`),
    ),
    ...(edited
      ? [differs("edited", "the manifest in the folder is not the adopted one; this is about the one in the folder")]
      : []),
  ];
}

/** Values that the code receives in another spelling than before. */
function valueDifferences({ id, accepted }: AdoptedWorkflow, { settings }: NeededSettings): Difference[] {
  const setting = "pythonValues";
  const names = settings.find(({ key }) => key === setting)?.users.get(id);
  const isOn = accepted?.compiled.settingsUsed.some((use) => use.setting === `compatibility.${setting}`);
  return accepted === undefined || names === undefined || isOn === true
    ? []
    : [
        decide(
          "values",
          `the code gets another text than before for ${names.join(", ")}; list the workflow in compatibility.${setting}, or write the text that the code expects in quotes`,
        ),
      ];
}

const STATES = {
  refused: "Refused: mend the manifest, or remove its folder here and leave the workflow where it is",
  decide: "Decisions that people have to make",
  differs: "Differences to read",
  chosen: "Only differences that somebody has chosen",
  same: "No difference found",
} as const;

/** The report in Markdown, workflows with the most to do first. */
export function renderReport(
  environment: string,
  reports: readonly WorkflowReport[],
  stackProblems: readonly Problem[],
): string {
  const byState = groupBy(reports, ({ state }) => state);
  const sections = (Object.keys(STATES) as (keyof typeof STATES)[]).flatMap((state) => {
    const group = byState.get(state) ?? [];
    return group.length === 0
      ? []
      : [
          `## ${STATES[state]} (${group.length})`,
          ...group.map(({ id, differences }) => [`- ${id}`, ...differences.map(lineOf)].join("\n")),
        ];
  });
  const stack = stackProblems.map(({ severity, file, message }) => `- **${severity}**: ${file}: ${message}`);
  return `${[
    `# Workflows of ${environment} that move here`,
    FOR_ALL,
    ...countsOf(reports),
    ...(stack.length === 0 ? [] : ["## The stack's file", stack.join("\n")]),
    ...sections,
  ].join("\n\n")}\n`;
}

/** How many workflows have each sort of difference. */
function countsOf(reports: readonly WorkflowReport[]): string[] {
  const found = reports.flatMap(({ id, differences }) => differences.map((one) => ({ ...one, id })));
  const rows = [...groupBy(found, ({ kind, about }) => `| ${kind} | \`${about}\` |`)]
    .map(([start, own]) => ({ start, count: new Set(own.map(({ id }) => id)).size }))
    .sort((one, other) => other.count - one.count);
  return rows.length === 0
    ? []
    : [
        "## Workflows by difference",
        [
          "| kind | difference | workflows |",
          "|---|---|---|",
          ...rows.map(({ start, count }) => `${start} ${count} |`),
        ].join("\n"),
      ];
}

function lineOf({ kind, about, text, always, chosen }: WorkflowReport["differences"][number]): string {
  const word = kind === "differs" || always === true ? kind : `**${kind}**`;
  return `  - ${chosen ? `chosen (${kind})` : word} \`${about}\`: ${text}`;
}

/** Differences that every workflow has. */
const FOR_ALL = `For all of them:

- A task's id is its name, without project and workflow.
- Email comes after the last retry only, and Slack once for each successful run.
- Parameters keep their types, unless \`workflows.compatibility.pythonValues\` lists the workflow.
- Pods reach HTTPS (port 443) alone, unless \`workflows.compatibility.egress\` lists the workflow. The report cannot see connections that an image's
  code makes, such as \`git clone\` over SSH: ask the teams.
- Airflow's database is new: no history, no connections and no variables. Manifests cannot read connections and variables.
- The policies of the previous platform stay attached until somebody detaches them. Until then a role keeps the rights below, within its boundary.

Start with settings.yml: it has the settings that keep rights and values. Put them into the stack's file, and run the command again. Below,

- **refused** stops the deployment until the manifest or the stack's file is mended
- **decide** needs a person before the move
- **rights** are calls of AWS that the role loses
- differs works, but not as before

A word such as \`external-role\` names a sort of difference, for a file of choices. The guide for the move is docs/platform/cut-over.md.`;
