import { closest } from "fastest-levenshtein";

import {
  AIRFLOW_LOOK_UP,
  AIRFLOW_TABLE_DATE,
  AIRFLOW_TABLE_PATH,
  AIRFLOW_VERSIONS,
  airflowStepProblem,
  UNTESTED_VERSIONS,
} from "../../platform/airflow/versions";
import type { AirflowConfig } from "../../platform/config/stack.generated";
import type { Choice } from "./choose";

/** The change of Airflow's version, or the reason why there cannot be one. */
export function chooseAirflow({ version: from }: Pick<AirflowConfig, "version">, wanted: string | undefined): Choice {
  if (wanted === undefined || wanted === from) {
    return { changes: [], problems: [] };
  }
  const problem = versionProblem(from, wanted);
  return problem === undefined
    ? { changes: [{ path: ["airflow", "version"], from, to: wanted }], problems: [] }
    : { changes: [], problems: [problem] };
}

function versionProblem(from: string, wanted: string): string | undefined {
  const known: readonly string[] = AIRFLOW_VERSIONS;
  if (UNTESTED_VERSIONS.includes(wanted)) {
    return (
      `MWAA offers Airflow ${wanted}, but no test here runs it: write one of ${known.join(", ")}, or add its tests ` +
      "(docs/platform/upgrade-airflow.md)"
    );
  }
  if (!known.includes(wanted)) {
    return (
      `${AIRFLOW_TABLE_PATH} of ${AIRFLOW_TABLE_DATE} has no Airflow ${wanted}; did you mean ${closest(wanted, known)}? ` +
      `If ${AIRFLOW_LOOK_UP} lists it, add it as docs/platform/upgrade-airflow.md says`
    );
  }
  const step = airflowStepProblem(from, wanted);
  return step === undefined ? undefined : `the stack is at ${step.message}`;
}
