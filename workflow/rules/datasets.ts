import type { Finding } from "../../diagnostics/problem";
import { error, type Rule } from "./rule";

/** The form of the text after `scheme://`. Each word is a placeholder for one name; `host` may have a port. */
const FORMS: Readonly<Record<string, string>> = {
  bigquery: "project/dataset/table",
  gs: "bucket",
  mysql: "host/database/table",
  postgres: "host/database/schema/table",
  postgresql: "host/database/schema/table",
  redshift: "host/database/schema/table",
  s3: "bucket",
  trino: "host/catalog/schema/table",
};

/** Whether the text after `scheme://` has a form. Any text may follow a bucket. */
function hasForm(rest: string, form: string): boolean {
  const names = form.split("/").map((name) => (name === "host" ? "[^/:]+(:[0-9]{1,5})?" : "[^/]+"));
  return new RegExp(`^${names.join("/")}${form === "bucket" ? "" : "$"}`).test(rest);
}

/**
 * Airflow and the provider of the scheme can read each dataset's URI. Otherwise Airflow would not show the DAG, without
 * a message.
 * https://airflow.apache.org/docs/apache-airflow-providers/core-extensions/assets.html
 */
export const datasetsAreUris: Rule = ({ dag }) => [
  ...findings(["dag", "inlets"], dag.inlets),
  ...findings(["dag", "outlets"], dag.outlets),
  ...findings(["dag", "schedule", "datasets"], typeof dag.schedule === "object" ? dag.schedule.datasets : undefined),
  ...Object.entries(dag.tasks ?? {}).flatMap(([name, { inlets, outlets }]) => [
    ...findings(["dag", "tasks", name, "inlets"], inlets),
    ...findings(["dag", "tasks", name, "outlets"], outlets),
  ]),
];

function findings(path: readonly string[], uris: readonly string[] = []): Finding[] {
  return uris.flatMap((uri, index) => {
    const [scheme = "", rest] = uri.split("://", 2);
    const form = Object.hasOwn(FORMS, scheme) ? FORMS[scheme] : undefined;
    if (form !== undefined && rest !== undefined && !hasForm(rest, form)) {
      const advice = `write ${scheme}://${form}${form === "bucket" ? "/key" : ""}`;
      return [error("bad-dataset", [...path, index], `Airflow cannot read the dataset ${uri}; ${advice}`)];
    }
    return /[[\]]/.test(uri)
      ? [
          error(
            "bad-dataset",
            [...path, index],
            `the dataset ${uri} has a square bracket, which a URI cannot contain; write %5B or %5D`,
          ),
        ]
      : [];
  });
}
