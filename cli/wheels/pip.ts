import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { ROOT } from "../../platform/root";

/**
 * Tags of the Linux systems whose wheels run in MWAA's images. They are Amazon Linux 2023, which has glibc 2.34
 * (https://docs.aws.amazon.com/linux/al2023/ug/core-glibc.html); a tag names the oldest glibc that a wheel needs
 * (https://peps.python.org/pep-0600/).
 */
const PLATFORMS: readonly string[] = [
  ...[34, 31, 28, 27, 26, 24, 17, 12, 5].map((minor) => `manylinux_2_${minor}_x86_64`),
  ...["manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"],
];

const ARCHIVER = join(ROOT, "cli", "wheels", "python", "archive.py");

/** Outcome of a program: `problem` is its last words. */
export type Outcome = { readonly problem?: string };

/**
 * Downloads the wheels of a requirements file for MWAA's Python, whatever Python and system this machine has.
 *
 * @param python of MWAA, such as `3.12`.
 * @param hashed whether pip checks a hash of each file.
 */
export function downloadWheels(given: {
  readonly requirements: string;
  readonly python: string;
  readonly folder: string;
  readonly hashed: boolean;
}): Outcome {
  return run("python3", [
    ...["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"],
    ...(given.hashed ? ["--require-hashes"] : []),
    ...PLATFORMS.flatMap((platform) => ["--platform", platform]),
    ...["--python-version", given.python, "--implementation", "cp"],
    ...[`cp${given.python.replace(".", "")}`, "abi3", "none"].flatMap((abi) => ["--abi", abi]),
    ...["--dest", given.folder, "--requirement", given.requirements],
  ]);
}

/** Packs the wheels of a folder. The same wheels make the same bytes. */
export function packWheels(folder: string, archive: string): Outcome {
  return run("python3", [ARCHIVER, folder, archive]);
}

/** Runs a program to its end, and returns what it said if it failed. */
export function run(command: string, words: readonly string[]): Outcome {
  const { status, stderr, error } = spawnSync(command, words, { encoding: "utf8", env: process.env });
  if (error !== undefined) {
    return { problem: `${command} does not start: ${error.message}` };
  }
  return status === 0 ? {} : { problem: stderr.trim() };
}
