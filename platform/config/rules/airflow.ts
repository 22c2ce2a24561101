import type { Finding } from "../../../diagnostics/problem";
import { isReserved } from "../../airflow/reserved-options";
import { TASKS_PER_WORKER } from "../../airflow/worker-classes";
import type { StackConfig } from "../stack.generated";
import { unlessRefused } from "../guarded";
import { broken } from "./finding";
import { SMTP_CONNECTION } from "../../names/airflow";

/** Options with secrets, which the configuration may not set: MWAA shows every option in plain text. */
const SECRET_OPTIONS = ["smtp.smtp_password", "smtp.smtp_user"];

/** Checks `airflow`. A value that the schema refuses stops only the rules that read it. */
export function airflowFindings(config: StackConfig): Finding[] {
  return [
    workerFindings,
    workerAutoscaleFindings,
    secretOptionFindings,
    optionNameFindings,
    reservedOptionFindings,
  ].flatMap((rule) => unlessRefused(() => rule(config)));
}

function workerFindings({ airflow: { minWorkers, maxWorkers } }: StackConfig): Finding[] {
  return maxWorkers < minWorkers
    ? [
        broken(
          "max-below-min",
          ["airflow", "maxWorkers"],
          `maxWorkers ${maxWorkers} is below minWorkers ${minWorkers}: write ${minWorkers} or more, or fewer minWorkers`,
        ),
      ]
    : [];
}

/** A worker that takes more tasks than its class can hold runs out of memory, and all its tasks fail. */
function workerAutoscaleFindings({ airflow }: StackConfig): Finding[] {
  const option = "celery.worker_autoscale";
  const value = airflow.configurationOptions[option];
  if (value === undefined) {
    return [];
  }
  const path = ["airflow", "configurationOptions", option];
  const match = /^(\d+),(\d+)$/.exec(value);
  const [most, fewest] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || fewest > most) {
    return [broken("worker-autoscale", path, `${value} is not "most,fewest" tasks of a worker: write it as 10,1`)];
  }
  const limit = TASKS_PER_WORKER[airflow.environmentClass];
  return most > limit
    ? [
        broken(
          "worker-autoscale",
          path,
          `${most} tasks are more than AWS gives a worker of ${airflow.environmentClass}, which is ${limit}: ` +
            `write ${limit},1 or less, or a larger airflow.environmentClass`,
        ),
      ]
    : [];
}

function secretOptionFindings({ airflow }: StackConfig): Finding[] {
  return SECRET_OPTIONS.filter((option) => airflow.configurationOptions[option] !== undefined).map((option) => ({
    ...broken(
      "secret-option",
      ["airflow", "configurationOptions", option],
      `MWAA shows ${option} in plain text: leave it out, and write user and password into the secret ` +
        SMTP_CONNECTION,
    ),
    atKey: true,
  }));
}

/** AWS refuses an option of another form when it creates or changes the environment. */
function optionNameFindings({ airflow }: StackConfig): Finding[] {
  return Object.keys(airflow.configurationOptions)
    .filter((option) => !/^[a-z_]+\.[a-z0-9_]+$/.test(option))
    .map((option) => ({
      ...broken(
        "option-name",
        ["airflow", "configurationOptions", option],
        `${option} is not an option of Airflow: write its section, a dot and its name, like core.parallelism`,
      ),
      atKey: true,
    }));
}

function reservedOptionFindings({ airflow }: StackConfig): Finding[] {
  return Object.keys(airflow.configurationOptions)
    .filter(isReserved)
    .map((option) => ({
      ...broken(
        "reserved-option",
        ["airflow", "configurationOptions", option],
        `MWAA sets ${option} itself and would overrule this value: leave it out`,
      ),
      atKey: true,
    }));
}
