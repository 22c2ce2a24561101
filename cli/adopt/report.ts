import { groupBy } from "../../diagnostics/group-by";
import { type LostCall, lostCalls } from "./rights";
import { type AdoptedWorkflow, isError } from "./workflows";

/** One workflow's part of the report. */
export interface WorkflowReport {
  readonly id: string;
  /** `refused`: no manifest was accepted. `decide`: somebody has to decide. `differs`: read it. `same`: nothing differs. */
  readonly state: "refused" | "decide" | "differs" | "same";
  readonly lines: readonly string[];
}

/** Says what is different for a workflow. */
export function reportOf(workflow: AdoptedWorkflow, dataAccount: string): WorkflowReport {
  const { id, problems, notes, accepted } = workflow;
  const errors = problems.filter(isError).map(({ line, message }) => `line ${line}: ${message}`);
  const left = notes
    .filter(({ kind }) => kind === "left out")
    .map(({ place, text }) => `dag.py:${place.line}: ${text}`);
  const decisions = [...left, ...decisionsOf(workflow)];
  const lost = lostCalls(workflow, dataAccount);
  const rights = lostInWords(lost);
  const differences = [
    ...notes.filter(({ kind }) => kind === "changed").map(({ place, text }) => `dag.py:${place.line}: ${text}`),
    ...problems.filter((problem) => !isError(problem)).map(({ line, message }) => `line ${line}: ${message}`),
    ...(accepted?.compiled.settingsUsed ?? []).map(
      ({ setting, names }) => `uses workflows.${setting}: ${names.join(", ")}`,
    ),
  ];
  const state =
    accepted === undefined
      ? "refused"
      : decisions.length > 0 || lost.some(({ forbidden }) => !forbidden)
        ? "decide"
        : rights.length + differences.length > 0
          ? "differs"
          : "same";
  return {
    id,
    state,
    lines: [
      ...errors.map((line) => `**refused**: ${line}`),
      ...decisions.map((line) => `**decide**: ${line}`),
      ...rights.map((line) => `**rights**: ${line}`),
      ...differences.map((line) => `differs: ${line}`),
    ],
  };
}

/** Decisions and requests to other people, before the workflow runs here. */
function decisionsOf({ accepted }: AdoptedWorkflow): string[] {
  if (accepted === undefined) {
    return [];
  }
  const { valid, compiled } = accepted;
  const { dag, iam } = valid.manifest;
  return [
    ...(iam?.external_role === undefined
      ? []
      : [
          `the owner of ${iam.external_role} must trust the new cluster's issuer, for system:serviceaccount:${compiled.serviceAccount.namespace}:${compiled.serviceAccount.name}`,
        ]),
    ...(dag.catchup === true && dag.is_paused_upon_creation !== true
      ? [
          `catchup is true and Airflow's database is new: every interval since ${compiled.dag.start_date} runs again, unless --move-day sets start_date`,
        ]
      : []),
    ...(dag.depends_on_past === true
      ? [
          "depends_on_past: the first run here has no run before it, and starts; check that the last one there succeeded",
        ]
      : []),
  ];
}

function lostInWords(lost: readonly LostCall[]): string[] {
  return [
    ...groupBy(lost, ({ key, forbidden }) => `${key}${forbidden ? ", which the platform never allows" : ""}`),
  ].map(([key, calls]) => {
    const actions = [...new Set(calls.map(({ action }) => action))];
    return `loses ${actions.join(", ")} of ${key}; for example on ${calls[0]?.resource ?? ""}`;
  });
}

const STATES = {
  refused: "Refused: the manifest has errors",
  decide: "Decisions that people have to make",
  differs: "Differences to read",
  same: "No difference found",
} as const;

/** The report in Markdown, workflows with the most to do first. */
export function renderReport(environment: string, reports: readonly WorkflowReport[]): string {
  const byState = groupBy(reports, ({ state }) => state);
  const sections = (Object.keys(STATES) as (keyof typeof STATES)[]).flatMap((state) => {
    const group = byState.get(state) ?? [];
    return group.length === 0
      ? []
      : [
          `## ${STATES[state]} (${group.length})`,
          ...group.map(({ id, lines }) => [`- ${id}`, ...lines.map((line) => `  - ${line}`)].join("\n")),
        ];
  });
  return `${[`# Workflows of ${environment} that move here`, FOR_ALL, ...sections].join("\n\n")}\n`;
}

/** Differences that every workflow has. */
const FOR_ALL = `For all of them: a task's id is its name, without project and workflow. Email comes on failure only, and Slack once for each
successful run. Parameters keep their types. The guide for the move is docs/platform/cut-over.md.`;
