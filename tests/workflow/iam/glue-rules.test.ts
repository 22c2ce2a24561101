import { codesOf, manifest, problemsOf } from "../../support/manifests";

const glue = (keys: string): string => manifest("", `iam: {glue: {${keys}}}\n`);

describe("names that a manifest lists under glue", () => {
  test.each([
    "jobs: [courts-load, Courts Load 2.1]",
    "jobs: [airflow-corp-load, airflow]",
    "jobs: [airflow-development-examples-hello, airflow-development-examples-hello_x]",
    "databases: [courts, airflow_corp, airflow_development_examples_hello]",
    "jobs: true, databases: [courts]",
  ])("%s is accepted", (keys) => {
    expect(codesOf(glue(keys))).toEqual([]);
  });

  test.each([
    "airflow-development-courts-daily",
    "airflow-development-examples-hello-two",
    "airflow-development-examples-hello-two_x",
    "airflow-production-examples-hello",
    "Airflow-Production-x_y",
    "airflow-test-",
  ])("the job %s is refused: the name belongs to another workflow", (name) => {
    expect(codesOf(glue(`jobs: [own, ${name}]`))).toEqual(["job-of-another-workflow@4:26"]);
  });

  test.each(["airflow_production_examples_hello", "airflow_development_examples_hello_two", "airflow_test_x"])(
    "the database %s is refused: the name belongs to another workflow",
    (name) => {
      expect(codesOf(glue(`databases: [own, ${name}]`))).toEqual(["database-of-another-workflow@4:31"]);
    },
  );

  test("the messages say which names are the workflow's own", () => {
    expect(
      problemsOf(glue("jobs: [airflow-test-a-b], databases: [airflow_test_a_b]")).map(({ message }) => message),
    ).toEqual([
      '"airflow-test-a-b" is a name for the Glue jobs of another workflow; this workflow\'s own jobs are called airflow-development-examples-hello, or airflow-development-examples-hello_ and anything after it',
      '"airflow_test_a_b" is a name for the Glue database of another workflow; this workflow\'s own database is airflow_development_examples_hello',
    ]);
  });

  test.each([
    "jobs: ['*']",
    "jobs: ['courts-*']",
    "databases: ['courts_*']",
    "databases: [Courts]",
    "jobs: ['${aws:userid}']",
  ])("%s is refused: wildcards and variables would match more than the name", (keys) => {
    expect(problemsOf(glue(keys)).some(({ severity }) => severity === "error")).toBe(true);
  });
});
