import { compareVersions } from "../cluster/versions";
import type { AirflowConfig } from "../config/stack.generated";
import table from "./data/airflow-versions.json";

/** An Airflow version that tests here run. */
export type AirflowVersion = AirflowConfig["version"];

/** One version of Airflow on MWAA. */
interface OfferedVersion {
  readonly version: string;
  /** Python of its image, which chooses the constraints. */
  readonly python: string;
  /** Day or month from which AWS offers it; `null` is unknown. */
  readonly offeredFrom: string | null;
  /** Whether tests load the DAG objects and the shared package on it. The configuration accepts no other version. */
  readonly tested: boolean;
}

const OFFERED: readonly OfferedVersion[] = [...table.versions].sort((a, b) => compareVersions(a.version, b.version));

/** Date of the table, `YYYY-MM-DD`. It does not contain newer versions. */
export const AIRFLOW_TABLE_DATE: string = table.date;

/** Path of the table, for messages. */
export const AIRFLOW_TABLE_PATH = "platform/airflow/data/airflow-versions.json";

/** The page that lists the versions of MWAA, which no call of its API does. */
export const AIRFLOW_LOOK_UP = "https://docs.aws.amazon.com/mwaa/latest/userguide/airflow-versions.html";

/** Versions that the configuration accepts, oldest first. */
export const AIRFLOW_VERSIONS: readonly AirflowVersion[] = OFFERED.filter(({ tested }) => tested).map(
  ({ version }) => version as AirflowVersion,
);

/** Versions that MWAA offers and no test here runs, oldest first. */
export const UNTESTED_VERSIONS: readonly string[] = OFFERED.filter(({ tested }) => !tested).map(
  ({ version }) => version,
);

/** Python of a version on MWAA, such as `3.12`; `undefined` if the table lacks the version. */
export function pythonOf(version: string): string | undefined {
  return OFFERED.find((row) => row.version === version)?.python;
}

/** Address of Airflow's own constraints: the versions of all packages with which a release was tested. */
export function constraintsUrl(version: string, python: string): string {
  return `https://raw.githubusercontent.com/apache/airflow/constraints-${version}/constraints-${python}.txt`;
}

/** MWAA goes between Airflow 2 and 3 only from and to this line (AWS, "Changing the Apache Airflow version"). */
const BETWEEN_MAJORS = /^2\.11\./;

/**
 * Why MWAA cannot go from one version to another in one step; `undefined` if AWS does not exclude it. AWS does not publish which
 * steps within a major it takes: `UpdateEnvironment` decides.
 */
export function airflowStepProblem(from: string, to: string): { code: string; message: string } | undefined {
  const ofTwo = majorOf(from) < majorOf(to) ? from : to;
  if (majorOf(from) === majorOf(to) || BETWEEN_MAJORS.test(ofTwo)) {
    return undefined;
  }
  const between = AIRFLOW_VERSIONS.filter((version) => BETWEEN_MAJORS.test(version)).at(-1) ?? "2.11.0";
  return {
    code: "skipped-airflow",
    message: `Airflow ${from}, and MWAA goes to ${to} only through 2.11: write ${between} and deploy, then ${to}`,
  };
}

/** Versions that are one step away by {@link airflowStepProblem}, oldest first. */
export function nextAirflowVersions(from: string): AirflowVersion[] {
  return AIRFLOW_VERSIONS.filter(
    (version) => compareVersions(version, from) > 0 && airflowStepProblem(from, version) === undefined,
  );
}

/** Whether a step goes to a later major. */
export function raisesMajor(from: string, to: string): boolean {
  return majorOf(from) < majorOf(to);
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}
