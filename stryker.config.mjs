// Mutation tests of the manifest language: npm run test:mutation, or for some files -- -m "workflow/rules/*.ts".

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  mutate: ["workflow/**/*.ts", "!workflow/**/*.generated.ts"],
  testRunner: "jest",
  jest: {
    configFile: "jest.config.js",
    // What starts Airflow, reads files outside the repository or takes long would do so for each mutant.
    config: {
      testMatch: ["<rootDir>/tests/workflow/**/*.test.ts"],
      testPathIgnorePatterns: ["hostile", "iam/properties", "real-manifests", "values-in-airflow"],
    },
  },
  coverageAnalysis: "perTest",
  // Each mutant of a module's constants runs every test: most of the time for few of the mutants.
  ignoreStatic: true,
  concurrency: 2,
  ignorePatterns: [".cache", ".ci", ".*_cache", ".venvs", "build", "docs", "reports", "tests/cluster", "tests/dags"],
  reporters: ["clear-text", "json"],
  jsonReporter: { fileName: "reports/mutation.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 85, break: 85 },
};
