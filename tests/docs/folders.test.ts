import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { ROOT } from "../../platform/root";

const files = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
const folders = [...new Set(files.filter((file) => file.includes("/")).map((file) => file.split("/")[0] ?? ""))];

test.each(folders.filter((folder) => !folder.startsWith(".")))("the README says what %s/ is for", (folder) => {
  expect(readFileSync(resolve(ROOT, "README.md"), "utf8")).toMatch(new RegExp(`^\\| \`${folder}/\` +\\| \\S`, "m"));
});
