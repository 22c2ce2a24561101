import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { npmCommand, program, startIfMain, today } from "../cli/command";
import { replaceFile } from "../cli/replace-file";
import { AIRFLOW_LOOK_UP, AIRFLOW_TABLE_PATH } from "../platform/airflow/versions";
import { MINORS, minorNumber, TABLE_PATH } from "../platform/cluster/versions";
import { ROOT } from "../platform/root";
import { questions, refreshed } from "./eks-versions/refresh";
import type { EksVersions } from "./eks-versions/table";

/** Longest answer of the AWS CLI, in bytes. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

const command = npmCommand(
  "refresh-versions",
  `Asks AWS for the versions of EKS, its add-ons and AMIs, and writes them into ${TABLE_PATH}. Needs the AWS CLI with ` +
    "credentials that may read eks and ssm. Without them, it lists the commands for somebody who has them.",
)
  .option("--region <region>", "region to ask", "eu-west-2")
  .option("--profile <profile>", "profile of the AWS configuration; default: the credentials of the environment")
  .option("--dry-run", "say what is new, and write nothing");

/** The AWS CLI fails, or is not installed. */
class AwsError extends Error {}

export const main = program(command, ({ region, profile, dryRun = false }) => {
  const path = resolve(ROOT, TABLE_PATH);
  const table = JSON.parse(readFileSync(path, "utf8")) as EksVersions;
  const ask = (words: readonly string[]): unknown => askAws([...words, "--region", region], profile);
  try {
    const fresh = refreshed(table, ask, today());
    news(table, fresh).forEach((line) => {
      console.log(line);
    });
    if (!dryRun) {
      replaceFile(path, formatted(fresh));
    }
    console.log(dryRun ? "Dry run: wrote nothing" : `Wrote ${TABLE_PATH}. Next: npm run upgrade -- <stack> --check`);
    console.log(`MWAA has no call for its versions: compare ${AIRFLOW_TABLE_PATH} with ${AIRFLOW_LOOK_UP}`);
    return 0;
  } catch (error) {
    if (!(error instanceof AwsError)) {
      throw error;
    }
    console.error(error.message);
    console.error(
      [
        `Wrote nothing. Without credentials, ask somebody who has them to run these, and add to ${TABLE_PATH} what is new:`,
        ...questions([...MINORS, `1.${minorNumber(MINORS.at(-1) ?? "") + 1}`]).map(
          (question) => `  ${question} --region ${region}`,
        ),
      ].join("\n"),
    );
    return 1;
  }
});

function askAws(words: readonly string[], profile: string | undefined): unknown {
  const all = [...words, ...(profile === undefined ? [] : ["--profile", profile]), "--output", "json"];
  const { error, status, stdout, stderr } = spawnSync("aws", all, {
    encoding: "utf8",
    env: process.env,
    maxBuffer: LARGEST_ANSWER,
  });
  if (error !== undefined) {
    throw new AwsError(`the AWS CLI cannot be started (${error.message}): install it, with credentials`);
  }
  if (status !== 0 && stderr.includes("(ParameterNotFound)")) {
    return undefined;
  }
  if (status !== 0) {
    throw new AwsError(`aws ${words.join(" ")} failed: ${stderr.trim()}`);
  }
  return JSON.parse(stdout) as unknown;
}

/** The text of the table in the repository's format. */
function formatted(table: EksVersions): string {
  const prettier = resolve(ROOT, "node_modules/prettier/bin/prettier.cjs");
  const words = [prettier, "--stdin-filepath", resolve(ROOT, TABLE_PATH)];
  return execFileSync(process.execPath, words, { encoding: "utf8", input: JSON.stringify(table) });
}

/** Lines for the versions that a refresh adds to the table or takes out of it. */
function news(old: EksVersions, fresh: EksVersions): string[] {
  const all = (table: EksVersions): string[] => [
    ...Object.entries(table.minors).flatMap(([minor, { addOns, al2023Releases }]) => [
      `Kubernetes ${minor}`,
      ...Object.entries(addOns).flatMap(([addOn, versions]) => versions.map((each) => `${minor}: ${addOn} ${each}`)),
      ...al2023Releases.map((each) => `${minor}: AL2023 ${each}`),
    ]),
    ...table.bottlerocketReleases.known.map((each) => `Bottlerocket ${each}`),
  ];
  const [before, after] = [new Set(all(old)), new Set(all(fresh))];
  return [
    ...[...after].filter((line) => !before.has(line)).map((line) => `+ ${line}`),
    ...[...before].filter((line) => !after.has(line)).map((line) => `- ${line}`),
  ];
}

startIfMain(module, main);
