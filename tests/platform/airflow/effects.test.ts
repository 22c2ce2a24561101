import { configurationOptions } from "../../../platform/airflow/configuration-options";
import type { AirflowConfig } from "../../../platform/config/stack.generated";
import schema from "../../../platform/config/stack.schema.json";
import { stackConfig } from "../../support/mocks";

const { airflow, inCluster } = stackConfig("test");

function options(change: Partial<AirflowConfig>, pods: number = inCluster.quota.pods): Record<string, string> {
  return configurationOptions("test", "eu-west-2", { ...airflow, ...change }, pods);
}

const AIRFLOW = schema.$defs.Airflow.properties;

/** MWAA replaces workers whenever an option of Airflow changes, so the reference must say so of each key that does this. */
test.each([
  ["airflow.version", AIRFLOW.version.change, options({ version: "2.11.0" })],
  ["airflow.environmentClass", AIRFLOW.environmentClass.change, options({ environmentClass: "mw1.2xlarge" })],
  ["airflow.maxWorkers", AIRFLOW.maxWorkers.change, options({ maxWorkers: 1 })],
  ["airflow.emailFromAddress", AIRFLOW.emailFromAddress.change, options({ emailFromAddress: "other@example.org" })],
  [
    "airflow.configurationOptions",
    AIRFLOW.configurationOptions.change,
    options({ configurationOptions: { "core.a": "b" } }),
  ],
  ["inCluster.quota.pods", schema.$defs.InCluster.properties.quota.properties.pods.change, options({}, 1)],
])("%s changes an option of Airflow, and the reference says that this interrupts tasks", (_, change, changed) => {
  expect(changed).not.toEqual(options({}));
  expect(change).toMatch(/^interrupts tasks: /);
});
