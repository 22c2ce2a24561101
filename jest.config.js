/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // Some tests start whole commands, or an Airflow; a busy machine makes them slow, not wrong.
  testTimeout: 180_000,
  // Jest would leave a core alone, for whoever waits.
  maxWorkers: "100%",
  // What test files leave in a worker's memory makes each later file slower, and delays the worker's end: Jest then kills it, with a
  // warning. A new worker costs less.
  workerIdleMemoryLimit: "400MB",
  moduleNameMapper: {
    // import() of a file of ours names it in JavaScript.
    "^(\\.\\.?/(?:.*/)?(?:preview/stack|preview/run|generated-files))\\.js$": "$1",
    "/typescript-shim$|^@npmcli/arborist$": "<rootDir>/tests/support/not-loaded.js",
  },
  globalSetup: "<rootDir>/tests/support/run-folder.js",
  setupFiles: ["<rootDir>/tests/support/structured-clone.js"],
  roots: ["<rootDir>/tests"],
  testMatch: ["**/*.test.ts"],
  // These need Pulumi's CLI (make test-engine), an engine of containers (make test-local, make test-runtimes), Chromium
  // (make test-site), or Python 3.11 and 3.12 (make test-wheels).
  testPathIgnorePatterns: ["engine", "local", "runtimes", "site", "wheels"]
    .map((name) => `<rootDir>/tests/${name}/`)
    .concat("/node_modules/"),
  transform: {
    "^.+\\.[jt]s$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: ["/node_modules/(?!(@cloud-copilot|@secretlint)/)"],
};
