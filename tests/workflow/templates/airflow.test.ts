import { fillIn } from "../../../workflow/templates/fill-in";
import { type Moment, readMoment } from "../../../workflow/templates/moment";
import type { Json } from "../../../workflow/templates/python-text";
import { readValue } from "../../../workflow/templates/template";
import { hasAirflow } from "../../support/airflow";
import { fillInWithAirflow, PARAMETERS, sampleValues, type TemplateRun } from "../../support/templates";

const VERSIONS = process.env["AIRFLOW_VERSIONS"]?.split(" ") ?? ["3.0.6", "2.10.3", "2.11.0"];

const RUNS: readonly TemplateRun[] = [
  {
    logical_date: "2025-03-04T05:06:07+00:00",
    data_interval_end: "2025-03-05T05:06:07+00:00",
    params: { days: 7, x: "{{ 7 * 7 }} {% raw %}", a_b: true },
  },
  {
    logical_date: "2024-02-29T23:59:59.123456+00:00",
    data_interval_end: "2024-03-31T01:30:00+00:00",
    params: { days: "42.7", x: { "a-b": [1, null, "é"] }, a_b: null },
  },
  {
    logical_date: "2025-10-26T00:30:00+00:00",
    data_interval_end: "2025-10-26T01:30:00+00:00",
    params: { days: 1.5, x: "", a_b: ["{{ ds }}"] },
  },
];

const READ = sampleValues(4000).map((source) => ({
  source,
  ...readValue(source, { parameters: PARAMETERS, airflow: 3 }),
}));
const ACCEPTED = READ.filter(({ faults }) => faults.length === 0);

test("the sample has many accepted and many refused templates", () => {
  expect(ACCEPTED.filter(({ value }) => typeof value !== "string").length).toBeGreaterThan(1200);
  expect(READ.length - ACCEPTED.length).toBeGreaterThan(800);
});

/** Names that only Airflow 2 has. */
const OUTDATED = [
  "{{ execution_date }} {{ (execution_date - macros.timedelta(days=1)) | ds }}",
  "{{ next_execution_date.strftime('%d') }} {{ next_ds }} {{ next_ds_nodash }}",
  "{{ prev_execution_date.isoformat() }} {{ prev_ds.replace('-', '/') }} {{ prev_ds_nodash }}",
  "{{ tomorrow_ds }} {{ tomorrow_ds_nodash }} {{ yesterday_ds }} {{ yesterday_ds_nodash | int }}",
].map((source) => ({ source, ...readValue(source, { parameters: [], airflow: 2 }) }));

function onLaptop({ logical_date, data_interval_end, params }: TemplateRun): Parameters<typeof fillIn>[1] {
  return {
    logicalDate: moment(logical_date),
    dataIntervalStart: moment(logical_date),
    dataIntervalEnd: moment(data_interval_end),
    runId: "manual__1",
    dagId: "examples.hello",
    taskId: "main",
    tryNumber: 2,
    params: params as Readonly<Record<string, Json>>,
  };
}

function moment(text: string): Moment {
  const read = readMoment(text);
  if (read === undefined) {
    throw new Error(`${text} is not a moment`);
  }
  return read;
}

describe.each(VERSIONS.filter(hasAirflow))("on Airflow %s", (version) => {
  const refused = READ.filter(({ faults }) => faults.length > 0).map(({ source }) => ({ value: source }));
  const accepted = version.startsWith("2.") ? [...ACCEPTED, ...OUTDATED] : ACCEPTED;
  let filled: ReturnType<typeof fillInWithAirflow> = [];

  beforeAll(() => {
    filled = fillInWithAirflow(version, RUNS, [...accepted, ...refused]);
  }, 600_000);

  test("accepted templates are filled in exactly as by Airflow's own Jinja, for any parameters", () => {
    const different = filled.flatMap((values, run) =>
      accepted.flatMap(({ source }, index) => {
        const [byJinja, byPackage] = values[index] ?? [];
        return byJinja === byPackage && typeof byPackage === "string" ? [] : [{ run, source, byJinja, byPackage }];
      }),
    );
    expect(filled).toHaveLength(RUNS.length);
    expect(different).toEqual([]);
  });

  test("accepted templates are filled in on a laptop, without Python, exactly as by the shared package", () => {
    const different = RUNS.flatMap((run, index) =>
      ACCEPTED.flatMap(({ source, value }, place) => {
        const byPackage = filled[index]?.[place]?.[1];
        const here = fillIn(value, onLaptop(run));
        return here === byPackage ? [] : [{ index, source, here, byPackage }];
      }),
    );
    expect(different).toEqual([]);
  });

  test("the shared package treats refused templates as text and evaluates none", () => {
    const texts = filled.map((values) => values.slice(accepted.length).map(([, byPackage]) => byPackage));
    expect(texts).toEqual(RUNS.map(() => refused.map(({ value }) => value)));
  });
});
