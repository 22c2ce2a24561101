import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { ROOT } from "../../../platform/root";
import { messageFaults } from "../../../tools/commits/message";
import { temporaryFolder } from "../../support/command";

const GOOD = "Refuse a second key of the same name\n\nYAML takes the last one without a word.\n";

test("a message with a short subject and a body passes", () => {
  expect(messageFaults(GOOD)).toEqual([]);
});

test.each([
  ["is empty", "\n"],
  ["has 73 characters", `${"x".repeat(73)}\n\nWhy.\n`],
  ["ends with a full stop", GOOD.replace("\n\n", ".\n\n")],
  ["second line is not empty", GOOD.replace("\n\n", "\n")],
  ["there is no body", "Refuse a second key of the same name\n"],
  ["more than 100 characters", `${GOOD}${"word ".repeat(21)}\n`],
  ["is told", GOOD.replace("YAML", "The author is told that YAML")],
])("a message is refused: %s", (fault, message) => {
  expect(messageFaults(message)).toEqual([expect.stringContaining(fault)]);
});

test.each(["Merge branch 'main'\n", 'Revert "Refuse a second key"\n', "fixup! Refuse a second key\n"])(
  "git's own message passes: %j",
  (message) => {
    expect(messageFaults(message)).toEqual([]);
  },
);

test("comments and the diff that git adds below do not count", () => {
  const scissors = "# ------------------------ >8 ------------------------\ndiff --git a/x b/x\n";
  expect(messageFaults(`${GOOD}# Please enter the commit message\n${scissors}${"y ".repeat(200)}\n`)).toEqual([]);
});

test.each([
  [0, GOOD],
  [1, "Fix.\n"],
])("the commit-msg hook ends with %d for %j", (status, message) => {
  const file = join(temporaryFolder(), "COMMIT_EDITMSG");
  writeFileSync(file, message);
  const run = (): unknown => execFileSync(resolve(ROOT, ".githooks/commit-msg"), [file], { cwd: ROOT, stdio: "pipe" });
  if (status === 0) {
    expect(run).not.toThrow();
  } else {
    expect(run).toThrow(expect.objectContaining({ status }) as Error);
  }
});
