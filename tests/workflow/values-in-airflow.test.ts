import { DEFAULTS } from "../../workflow/defaults";
import type { CompiledWorkflow } from "../../workflow/compiled";
import { type AirflowDag, type AirflowFolder, hasAirflow, loadInAirflow } from "../support/airflow";
import { hasTemplate, VALUES, writings } from "../support/hostile-values";
import { compiled, DEVELOPMENT, manifest } from "../support/manifests";

/** Templates of this project's workflows are filled in too, as for a run. Text that looks like a template is tested only as a parameter. */
const RENDERED = "rendered";

const SETTLED = ["envVars", "rendered", "channel"];

interface Sample {
  readonly value: string;
  /** The value's spelling in the manifest. */
  readonly written: string;
  readonly inVariables: boolean;
  readonly workflow: CompiledWorkflow;
}

function workflowOf(name: string, text: string, project = "values"): CompiledWorkflow {
  return compiled(text, DEVELOPMENT, `manifests/development/${project}/${name}/workflow.yml`);
}

/** A manifest with one value as a variable of the DAG and of a task, and as a parameter. */
function manifestWith(value: string, variables = value): string {
  return manifest(
    "",
    `  env_vars:
    V: ${variables}
  params:
    p: ${value}
  tasks:
    first:
    second:
      env_vars:
        V2: ${variables.replaceAll("\n", "\n    ")}
      dependencies: [first]
`,
  );
}

const SAMPLES: readonly Sample[] = VALUES.flatMap((value, index) =>
  writings(value, "    ").flatMap((written, way) => {
    // A plain `1` is a number among the parameters, and tested below.
    const isPlain = written === value;
    const asParameter = isPlain ? JSON.stringify(value) : written;
    const name = `v${index}-${way}`;
    const inVariables = !hasTemplate(value);
    const inVariablesWritten = inVariables ? written : "x";
    const samples = [
      { value, written, inVariables, workflow: workflowOf(name, manifestWith(asParameter, inVariablesWritten)) },
    ];
    return way > 0
      ? samples
      : [
          ...samples,
          {
            value,
            written,
            inVariables,
            workflow: workflowOf(name, manifestWith(asParameter, inVariablesWritten), RENDERED),
          },
        ];
  }),
);

const OWNER = "-o.brien_x:/=+@justice.gov.uk";
const CHANNELS = ["team", "-x", "{{ds}}", `"'\\$(x)`, "日本語👩‍🔬", "a:b", "None", "'''"];
const TAGS = ["v1.0.0", "_", "1.10_", "LATEST", "a".repeat(128), "None", "0-.-_"];

const CHANNEL_WORKFLOWS = CHANNELS.map((channel, index) =>
  workflowOf(`channel-${index}`, manifest("", `notifications: {slack_channel: ${JSON.stringify(channel)}}\n`)),
);
const TAG_WORKFLOWS = TAGS.map((tag, index) =>
  workflowOf(`tag-${index}`, manifest().replace("tag: v1.0.0", `tag: ${tag}`)),
);
const OTHERS = {
  plain: workflowOf("plain", manifestWith("x")),
  defaults: workflowOf("defaults", manifest()),
  owner: workflowOf("owner", manifest().replace("team@justice.gov.uk", JSON.stringify(OWNER))),
  types: workflowOf("types", manifest("params: {i: 7, f: 1.5, t: true, n: null, e: '', s: '7'}"), RENDERED),
};

describe.each(["3.0.6", "2.10.3"])("what authors write arrives unchanged in Airflow %s", (version) => {
  const testAirflow = hasAirflow(version) ? test : test.skip;
  let folder: AirflowFolder = { importErrors: {}, dags: {} };
  const dagOf = ({ dag }: CompiledWorkflow): AirflowDag => {
    const found = folder.dags[dag.dag_id];
    if (found === undefined) {
      throw new Error(`Airflow has no DAG ${dag.dag_id}`);
    }
    return found;
  };

  beforeAll(() => {
    if (hasAirflow(version)) {
      const workflows = [...SAMPLES.map(({ workflow }) => workflow), ...CHANNEL_WORKFLOWS, ...TAG_WORKFLOWS];
      folder = loadInAirflow(version, [...workflows, ...Object.values(OTHERS)], RENDERED);
    }
  }, 900_000);

  testAirflow("exactly the DAG objects load", () => {
    expect(folder.importErrors).toEqual({});
    const expected = SAMPLES.length + CHANNELS.length + TAGS.length + Object.keys(OTHERS).length;
    expect(Object.keys(folder.dags)).toHaveLength(expected);
  });

  testAirflow("a variable of the DAG, of a task, and a parameter, with any kind of quotes", () => {
    const arrived = SAMPLES.map(({ written, inVariables, workflow }) => {
      const { params, tasks } = dagOf(workflow);
      const [first, second] = [tasks["first"]?.envVars, tasks["second"]?.envVars];
      const variables = [first?.["V"], second?.["V"], second?.["V2"]];
      return { written, variables: inVariables ? variables : [], p: params["p"], inFirst: first?.["V2"] };
    });
    expect(arrived).toEqual(
      SAMPLES.map(({ value, written, inVariables }) => ({
        written,
        variables: inVariables ? [value, value, value] : [],
        p: value,
        inFirst: undefined,
      })),
    );
  });

  testAirflow("filling in templates changes no value, and fills in a parameter unchanged", () => {
    const rendered = SAMPLES.filter(({ workflow }) => workflow.project === RENDERED);
    const arrived = rendered.map(({ inVariables, workflow }) => {
      const variables = dagOf(workflow).tasks["second"]?.rendered ?? {};
      return [...(inVariables ? [variables["V"], variables["V2"]] : []), variables["PARAM_P"]];
    });
    expect(rendered.length).toBeGreaterThan(150);
    expect(arrived).toEqual(rendered.map(({ inVariables, value }) => Array<string>(inVariables ? 3 : 1).fill(value)));
  });

  testAirflow("no value becomes another key or another argument of the operator", () => {
    const rest = ({ tasks, params, ...dag }: AirflowDag, id: string): unknown => ({
      ...dag,
      // The page shows the values themselves, each on its own line.
      docMd: dag.docMd.replaceAll(id, "ID").replaceAll(/^- \*\*(Parameter|Environment variable)[^\n]*\n/gm, ""),
      file: String(dag["file"]).replaceAll(id, "ID"),
      tags: [...dag.tags].filter((tag) => tag !== RENDERED && tag !== "values"),
      parameters: Object.keys(params),
      tasks: Object.entries(tasks).map(([name, task]) => [
        name,
        Object.keys(task.envVars),
        JSON.stringify(Object.entries(task).filter(([field]) => !SETTLED.includes(field))).replaceAll(id, "ID"),
      ]),
    });
    const plain = rest(dagOf(OTHERS.plain), "values-plain");
    for (const { workflow, written } of SAMPLES) {
      const id = `${workflow.project}-${workflow.workflow}`;
      expect({ written, rest: normalised(rest(dagOf(workflow), id), workflow) }).toEqual({
        written,
        rest: normalised(plain, OTHERS.plain),
      });
    }
  });

  testAirflow("types of parameters are kept, and each reaches the container as text", () => {
    const { params, tasks } = dagOf(OTHERS.types);
    expect(params).toEqual({ i: 7, f: 1.5, t: true, n: null, e: "", s: "7" });
    expect(tasks["main"]?.rendered).toMatchObject({
      PARAM_I: "7",
      PARAM_F: "1.5",
      PARAM_T: "true",
      PARAM_N: "",
      PARAM_E: "",
      PARAM_S: "7",
    });
  });

  testAirflow("a channel, a tag and an owner", () => {
    expect(CHANNEL_WORKFLOWS.map((workflow) => dagOf(workflow).tasks["main"]?.channel)).toEqual(
      CHANNELS.map((channel) => `#${channel}`),
    );
    expect(TAG_WORKFLOWS.map((workflow) => dagOf(workflow).tasks["main"]?.image.split(":").at(-1))).toEqual(TAGS);
    expect(dagOf(OTHERS.owner)).toMatchObject({ owner: OWNER, tags: expect.arrayContaining([OWNER]) as unknown });
  });

  testAirflow("the shared package's defaults, which DAG objects leave out, are the manifest's", () => {
    const dag = dagOf(OTHERS.defaults);
    expect(dag).toMatchObject({
      catchup: DEFAULTS.catchup,
      endDate: null,
      isPausedUponCreation: DEFAULTS.is_paused_upon_creation,
      maxActiveRuns: DEFAULTS.max_active_runs,
      params: {},
      schedule: null,
      startDate: `${DEFAULTS.start_date}T00:00:00+00:00`,
    });
    expect(dag.tasks["main"]).toMatchObject({
      dependsOnPast: DEFAULTS.depends_on_past,
      retries: DEFAULTS.retries,
      retryDelay: DEFAULTS.retry_delay,
    });
  });
});

/** Keys that differ between two workflows only because of their names. */
function normalised(data: unknown, { project, workflow }: CompiledWorkflow): string {
  return JSON.stringify(data)
    .replaceAll(`${project}/${workflow}`, "ID")
    .replaceAll(new RegExp(`(project|workflow)(\\\\*":\\\\*")(${project}|${workflow})\\b`, "g"), "$1$2ID");
}
