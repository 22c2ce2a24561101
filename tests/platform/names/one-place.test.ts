import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { LABEL_PREFIX } from "../../../platform/names/kubernetes";
import { ROOT } from "../../../platform/root";

const CODE = ["diagnostics", "platform", "workflow", "infra", "preview", "cli", "tools", "policies/pulumi", "dags"];

/** Modules that compute names, and facts of another platform, whose names stay the same when ours change. */
const EXEMPT = ["platform/names/", "workflow/present-platform/"];

/** Files of the code, without the exempt ones. */
const files = execFileSync("git", ["ls-files", "--", ...CODE.map((folder) => `${folder}/*`)], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => /\.(ts|py)$/.test(file) && !EXEMPT.some((folder) => file.startsWith(folder)))
  .map((file) => ({ file, text: readFileSync(resolve(ROOT, file), "utf8") }));

/** Ways to spell a name by hand, each with the function or constant that gives it. */
test.each([
  ["environmentName", /`[^`]*\bairflow-\$\{(args\.|scope\.)?environment(\.name)?\}/],
  ["environmentSecretPath", /\/airflow\/\$\{/],
  ["LABEL_PREFIX", new RegExp(LABEL_PREFIX.replaceAll(".", "\\."))],
  ["stackFileName", /`Pulumi\.\$\{\w+\}\.yaml`/],
  ["WORKFLOW_NAMESPACE", /system:serviceaccount:mwaa:[^…]/],
])("%s is the only source of its names", (_name, spelledByHand) => {
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter(({ text }) => spelledByHand.test(text)).map(({ file }) => file)).toEqual([]);
});
