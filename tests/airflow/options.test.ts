import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

import { configurationOptions } from "../../platform/airflow/configuration-options";
import { ROOT } from "../../platform/root";
import { temporaryFolder } from "../support/command";
import { stackConfig } from "../support/mocks";

/** Prints, of the options that are its arguments, those that this Airflow's own configuration does not describe. */
const UNKNOWN = `
import sys
from airflow.configuration import conf

described = conf.configuration_description
for option in sys.argv[1:]:
    section, key = option.split(".", 1)
    if key not in described.get(section, {}).get("options", {}):
        print(option)
`;

/** Options of providers that MWAA has installed and the virtual environments have not. */
const SECTIONS_OF_PROVIDERS = /^celery\./;

test.each(["2.10.3", "3.0.6"] as const)("every option of the environment is one of Airflow %s's own", (version) => {
  const { airflow } = stackConfig("production");
  const options = Object.keys(configurationOptions("production", "eu-west-2", { ...airflow, version }, 600)).filter(
    (option) => !SECTIONS_OF_PROVIDERS.test(option),
  );
  expect(options.length).toBeGreaterThan(5);
  const python = resolve(ROOT, ".venvs", `airflow-${version}`, "bin", "python");
  const unknown = (asked: readonly string[]): string[] =>
    execFileSync(python, ["-c", UNKNOWN, ...asked], {
      encoding: "utf8",
      env: { ...process.env, AIRFLOW_HOME: temporaryFolder() },
      stdio: ["ignore", "pipe", "ignore"],
    })
      .split("\n")
      .filter((line) => line !== "");
  expect(unknown([...options, "webserver.no_such_option"])).toEqual(["webserver.no_such_option"]);
});
