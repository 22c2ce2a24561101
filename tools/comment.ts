import { existsSync, readFileSync } from "node:fs";

import { UsageError } from "../diagnostics/usage-error";
import { npmCommand, program, startIfMain } from "../cli/command";
import { connect } from "./github/client";
import { putComment } from "./github/put-comment";

const command = npmCommand(
  "comment",
  "Posts a Markdown file as a comment on a pull request, in place of the earlier comment with the same first line.",
)
  .argument("<number>", "the pull request's number")
  .argument("<file>", "the comment; its first line marks it: <!-- analytical-platform-airflow preview:production -->")
  .addHelpText(
    "after",
    "\nReads GITHUB_REPOSITORY, GITHUB_API_URL and GITHUB_TOKEN from the environment, as GitHub Actions sets them.",
  );

/** Longest comment on GitHub, in characters. */
const MAXIMUM_LENGTH = 65_536;

export const main = program(command, async (number, file) => {
  if (!/^[1-9]\d*$/.test(number)) {
    throw new UsageError(`${number} is not the number of a pull request`);
  }
  if (!existsSync(file)) {
    throw new UsageError(`there is no ${file}`);
  }
  const body = readFileSync(file, "utf8");
  if (!/^<!-- \S.* -->\n/.test(body)) {
    throw new UsageError(
      `${file}: the first line must be a marker, such as <!-- name -->, so that the next run finds the comment`,
    );
  }
  if (body.length > MAXIMUM_LENGTH) {
    throw new UsageError(
      `${file} has ${body.length} characters, but a comment on GitHub may have ${MAXIMUM_LENGTH}; shorten it and attach the rest`,
    );
  }
  const done = await putComment(await connect(process.env), Number(number), body);
  console.log(`comment ${done} on #${number}`);
  return 0;
});

startIfMain(module, main);
