import { main } from "../../cli/costs";
import { costReport } from "../../cli/costs/report";
import { costsAsText } from "../../cli/costs/text";
import { readEnvironmentFile } from "../../platform/config/environment-file";
import { podHours } from "../../preview/costs/pod-hours";
import { together, workflowCost, type WorkflowCost } from "../../preview/costs/workflow-cost";
import { call } from "../support/command";
import { compiled, manifest } from "../support/manifests";

const DAY = "2026-11-28";
const { config } = readEnvironmentFile("development");
const prices = podHours(config?.cluster ?? { fleets: "node-groups", nodeGroups: {}, nodePools: {} });

/** The cost of a workflow with these lines under `dag:`. */
function costOf(dag: string, more = "", hours = 1): WorkflowCost {
  return workflowCost(compiled(manifest(dag, more)), { date: DAY, hours, prices });
}

const DAILY = 'schedule: "@daily"\n';

/** On demand, for an hour: 4 vCPUs of an m6a at 0.04995 each. */
const XLARGE = 0.1998;

describe("the price of an hour of a pod", () => {
  test("is an equal part of the node that the pod is started on", () => {
    expect(prices.get("general-on-demand-1vcpu-4gb")).toBeCloseTo(XLARGE / 3);
    expect(prices.get("general-on-demand-2vcpu-8gb")).toBeCloseTo(XLARGE);
    expect(prices.get("general-on-demand-8vcpu-32gb")).toBeCloseTo(4 * XLARGE);
  });

  test("is that on demand for spot too, and unknown where the type has no price", () => {
    expect(prices.get("general-spot-1vcpu-4gb")).toBe(prices.get("general-on-demand-1vcpu-4gb"));
    expect(prices.get("gpu-spot-8vcpu-32gb")).toBeNull();
  });
});

describe("the runs of a month", () => {
  const runsOf = (dag: string, hours = 1): number | null => costOf(dag, "", hours).runs;

  test("are those of an average month, whatever the day of the estimate", () => {
    expect(runsOf(DAILY)).toBeCloseTo(365 / 12);
    expect(runsOf('schedule: "0 0 1 1 *"')).toBeCloseTo(1 / 12);
    expect(runsOf("schedule: {hours: 12}")).toBeCloseTo(730 / 12);
  });

  test("are unknown if a person, a dataset or @once starts them", () => {
    for (const dag of ["", 'schedule: "@once"', 'schedule: {datasets: ["s3://bucket/table"]}']) {
      expect(runsOf(dag)).toBeNull();
    }
  });

  test("end with the schedule", () => {
    expect(runsOf(`${DAILY}start_date: 2026-01-01\nend_date: 2026-11-27`)).toBe(0);
    expect(runsOf(`${DAILY}start_date: 2026-01-01\nend_date: 2026-11-28`)).toBeCloseTo(365 / 12);
  });

  test("are no more than fit, by the longest chain of tasks and max_active_runs", () => {
    const chain = "tasks: {a: {}, b: {dependencies: [a]}, c: {}}\nmax_active_runs: 1";
    expect(runsOf(`schedule: "@hourly"\n${chain}`)).toBeCloseTo(365);
    expect(runsOf(`schedule: "@hourly"\n${chain}`, 0.5)).toBeCloseTo(730);
    expect(runsOf('schedule: "@continuous"\nmax_active_runs: 1')).toBeCloseTo(730);
  });
});

describe("the cost of a workflow", () => {
  test("adds up its tasks by capacity, for all runs of a month", () => {
    const { run, month, taskHours } = costOf(
      `${DAILY}compute_profile: general-on-demand-4vcpu-16gb\ntasks: {a: {}, b: {compute_profile: general-spot-1vcpu-4gb}}`,
    );
    expect(taskHours).toBe(2);
    expect(run.onDemand).toBeCloseTo(2 * XLARGE);
    expect(run.spot).toBeCloseTo(XLARGE / 3);
    expect(together(month)).toBeCloseTo((7 / 3) * XLARGE * (365 / 12));
  });

  test("takes a task's timeout, the DAG's or the run's for its duration if that is shorter", () => {
    const hoursOf = (dag: string, hours?: number): number => costOf(dag, "", hours).taskHours;
    expect(hoursOf("timeout: 1800")).toBe(0.5);
    expect(hoursOf("tasks: {a: {timeout: 900}, b: {}}")).toBe(1.25);
    expect(hoursOf("timeout: 1800", 0.25)).toBe(0.25);
  });

  test("has the secrets with their replicas, also without any run", () => {
    expect(costOf("", "secrets: [one, two]\n").month).toEqual({ spot: 0, onDemand: 0, secrets: 1.6 });
  });

  test("names the profiles without a known price, once each", () => {
    const profile = "gpu-spot-8vcpu-32gb";
    const { unpriced, run } = costOf(`compute_profile: ${profile}\ntasks: {a: {}, b: {}}`);
    expect(unpriced).toEqual([profile]);
    expect(together(run)).toBe(0);
  });
});

describe("the report", () => {
  const facts = {
    stack: "development",
    date: DAY,
    currency: "USD",
    region: "eu-west-2",
    pricesDate: DAY,
    assumedHours: 1,
  };
  const named = (id: string, businessUnit: string, dag: string): WorkflowCost => ({
    ...costOf(dag),
    id,
    project: id.slice(0, id.indexOf("/")),
    businessUnit,
  });
  const report = costReport(
    facts,
    [
      named("one/cheap", "HQ", DAILY),
      named("one/dear", "HQ", 'schedule: "@hourly"'),
      named("two/by-hand", "LAA", ""),
      named("two/gpu", "LAA", `${DAILY}compute_profile: gpu-spot-8vcpu-32gb`),
    ],
    ["the environment"],
  );

  test("puts the dearest first, and its groups have the sum of their workflows", () => {
    expect(report.workflows.map(({ id }) => id)).toEqual(["one/dear", "one/cheap", "two/by-hand", "two/gpu"]);
    expect(report.projects.map(({ name }) => name)).toEqual(["one", "two"]);
    expect(report.businessUnits.map(({ name, workflows }) => [name, workflows])).toEqual([
      ["HQ", 2],
      ["LAA", 2],
    ]);
    const [one] = report.projects;
    expect(one && together(one.month)).toBeCloseTo(together(report.total.month));
  });

  test("marks each sum that leaves something out, and says what", () => {
    const text = costsAsText(report);
    expect(text).toMatch(/^two\/gpu .* 0\.00 \+ \?$/m);
    expect(text).toMatch(/^two\/by-hand .* 0\.00 \+ \?$/m);
    expect(text).toMatch(/^one +2 .*\d$/m);
    expect(text).toMatch(/^together .* \+ \?$/m);
    expect(text).toContain("- tasks on gpu-spot-8vcpu-32gb, of 1 workflow: no price known here");
    expect(text).toContain("- runs of 1 workflow that a person, a dataset or @once starts");
    expect(text).toContain("assumed to run one hour");
  });
});

describe("npm run costs", () => {
  test("estimates the workflows of a stack, and says that MWAA has no price", async () => {
    const { stdout, stderr, status } = await call(main, ["development", "--date", DAY]);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(stdout).toMatch(/^Estimated costs of development in an average month from 2026-11-28, in USD/);
    expect(stdout).toContain("The price of MWAA (mw1.small) is not known here");
  });

  test("prints the same in JSON, for the assumed duration", async () => {
    const [short, long] = await Promise.all(
      ["0.5", "1"].map(async (hours) => {
        const { stdout } = await call(main, ["development", "--date", DAY, "--duration", hours, "--json"]);
        return JSON.parse(stdout) as ReturnType<typeof costReport>;
      }),
    );
    expect(short?.assumedHours).toBe(0.5);
    expect(short?.total.month.secrets).toBe(long?.total.month.secrets);
    expect((short?.total.month.spot ?? 0) * 2).toBeCloseTo(long?.total.month.spot ?? 0);
  });

  test.each(["0", "-1", "x", "", "1000", "NaN"])("refuses a duration of %p", async (hours) => {
    const { stderr, status } = await call(main, ["development", "--duration", hours]);
    expect(status).toBe(2);
    expect(stderr).toContain("is no duration; write hours above 0 and up to 730, such as 0.25 or 3");
  });
});
