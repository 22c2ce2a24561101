import { requirements } from "../../../platform/airflow/requirements";

/** The pair that MWAA runs (AWS, "Apache Airflow versions on Amazon MWAA"): constraints of another Python would not install. */
test.each([
  ["2.10.3", "3.11"],
  ["2.11.0", "3.12"],
  ["3.0.6", "3.12"],
] as const)("the requirements of Airflow %s begin with its constraints for Python %s", (version, python) => {
  const [constraint, ...packages] = requirements(version).trimEnd().split("\n");
  expect(constraint).toBe(
    `--constraint "https://raw.githubusercontent.com/apache/airflow/constraints-${version}/constraints-${python}.txt"`,
  );
  // Versions come from the constraints alone: one of ours beside them could contradict them, and MWAA would not start.
  expect(packages.filter((line) => !/^[a-z-]+$/.test(line))).toEqual([]);
  expect(packages).toContain("apache-airflow-providers-cncf-kubernetes");
});
