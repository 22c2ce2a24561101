const shared = require("../../jest.config");

/** Deployments with Pulumi's own engine: they need the CLI, which make test-engine builds. */
/** @type {import("jest").Config} */
module.exports = {
  ...shared,
  rootDir: "../..",
  roots: ["<rootDir>/tests/engine"],
  testPathIgnorePatterns: ["/node_modules/"],
  // A deployment is hundreds of resources, each made by a plugin.
  testTimeout: 900_000,
};
