import { styleFindings } from "../style/check";

const LONGEST_SUBJECT = 72;
const LONGEST_LINE = 100;

/** Messages that git writes itself. */
const BY_GIT = /^(?:Merge |Revert "|fixup! |squash! |amend! )/;

/** Breaches of CONTRIBUTING.md's rules for commit messages, as sentences. */
export function messageFaults(message: string): string[] {
  const lines = message
    .replace(/^# -+ >8 -+\n[^]*/m, "")
    .split("\n")
    .filter((line) => !line.startsWith("#"));
  const [subject = "", second = "", ...body] = lines.join("\n").trim().split("\n");
  if (BY_GIT.test(subject)) {
    return [];
  }
  const long = body.filter((line) => line.length > LONGEST_LINE && line.includes(" "));
  return [
    ...(subject === "" ? ["it is empty; write what the commit does"] : []),
    ...(subject.length > LONGEST_SUBJECT
      ? [`the subject has ${subject.length} characters; write at most ${LONGEST_SUBJECT} and say the rest in the body`]
      : []),
    ...(subject.endsWith(".") ? ["the subject ends with a full stop; leave it out"] : []),
    ...(second !== "" ? ["the second line is not empty; leave a blank line after the subject"] : []),
    ...(subject !== "" && second === "" && body.join("").trim() === ""
      ? ["there is no body; say after a blank line why the change is needed"]
      : []),
    ...(long.length > 0 ? [`a line of the body has more than ${LONGEST_LINE} characters; break it`] : []),
    ...styleFindings("message.md", lines.join("\n")).map(({ message: found }) => found),
  ];
}
