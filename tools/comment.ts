import { existsSync, readFileSync } from "node:fs";

import { readPositionals, runCommand } from "../cli/arguments";
import { UsageError } from "../diagnostics/usage-error";
import { connect } from "./github/client";
import { putComment } from "./github/put-comment";

const USAGE = `npm run comment -- NUMBER FILE

Writes a Markdown file as a comment on a pull request, in place of the earlier comment with the same first line.

  NUMBER  the pull request's number
  FILE    the comment; its first line is its marker, such as <!-- analytical-platform-airflow preview:production -->

In the environment, as GitHub Actions sets them: GITHUB_REPOSITORY, GITHUB_API_URL; and GITHUB_TOKEN.`;

/** Most characters that GitHub takes in a comment. */
const MAXIMUM_LENGTH = 65_536;

async function main(): Promise<number> {
  const positionals = readPositionals(USAGE);
  if (positionals === undefined) {
    return 0;
  }
  const [number = "", file = "", ...more] = positionals;
  if (!/^[1-9]\d*$/.test(number) || file === "" || more.length > 0) {
    throw new UsageError(`name the pull request's number and a file\n\n${USAGE}`);
  }
  if (!existsSync(file)) {
    throw new UsageError(`there is no ${file}`);
  }
  const body = readFileSync(file, "utf8");
  if (!/^<!-- \S.* -->\n/.test(body)) {
    throw new UsageError(
      `${file}: the first line must be a marker, as <!-- name -->, by which the comment is found again`,
    );
  }
  if (body.length > MAXIMUM_LENGTH) {
    throw new UsageError(
      `${file} has ${body.length} characters, and a comment of GitHub takes ${MAXIMUM_LENGTH}; shorten it and attach the rest`,
    );
  }
  const done = await putComment(await connect(process.env), Number(number), body);
  console.log(`comment ${done} on #${number}`);
  return 0;
}

void runCommand(main);
