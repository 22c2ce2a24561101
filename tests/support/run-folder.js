const { mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

/** Makes the folder for what test files of one run share, and removes it at the end. */
module.exports = () => {
  const folder = mkdtempSync(join(tmpdir(), "test-run-"));
  process.env.TEST_RUN_FOLDER = folder;
  process.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });
};
