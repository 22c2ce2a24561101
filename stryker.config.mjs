// Mutation tests of the manifest language: npm run test:mutation, or for some files -- -m "workflow/rules/*.ts".

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  mutate: ["{diagnostics,workflow}/**/*.ts", "!workflow/**/*.generated.ts"],
  plugins: ["./tests/mutation/in-process-runner.mjs"],
  testRunner: "in-process",
  testRunnerNodeArgs: ["--import", "tsx"],
  coverageAnalysis: "perTest",
  // Each mutant of a module's constants runs every test: most of the time for few of the mutants.
  ignoreStatic: true,
  concurrency: 2,
  // On a busy machine; loops that never end are found by their count.
  timeoutMS: 30_000,
  ignorePatterns: [".cache", ".ci", ".*_cache", ".venvs", "build", "docs", "reports", "tests/cluster", "tests/dags"],
  reporters: ["clear-text", "json"],
  jsonReporter: { fileName: "reports/mutation.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 85, break: 85 },
};
