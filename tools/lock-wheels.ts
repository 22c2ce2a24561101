import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { npmCommand, program, startIfMain } from "../cli/command";
import { downloadWheels, type Outcome, packWheels, run } from "../cli/wheels/pip";
import { UsageError } from "../diagnostics/usage-error";
import { PROVIDERS } from "../platform/airflow/requirements";
import { constraintsUrl, pythonOf } from "../platform/airflow/versions";
import { type Wheel, type WheelLock, wheelLockPath } from "../platform/airflow/wheel-lock";
import { ROOT } from "../platform/root";
import { sha256OfFile } from "../platform/sha256-of-file";

const command = npmCommand(
  "lock-wheels",
  "Chooses the packages that MWAA installs for a version of Airflow, by Airflow's own constraints, and writes their names, " +
    "versions and hashes into platform/airflow/data/wheels/. Needs uv, and pip with a package index.",
)
  .argument("<version>", "version of Airflow in platform/airflow/data/airflow-versions.json, such as 3.0.6")
  .option("--constraints <file>", "file or address of the constraints; default: Airflow's own for the version");

/** A program on which this one depends has failed. */
class LockError extends Error {}

export const main = program(command, async (version, options) => {
  const python = pythonOf(version);
  if (python === undefined) {
    throw new UsageError(`Airflow ${version} has no row in platform/airflow/data/airflow-versions.json`);
  }
  const folder = mkdtempSync(join(tmpdir(), "lock-wheels-"));
  try {
    const lock = lockWheels(folder, version, python, options.constraints ?? constraintsUrl(version, python));
    const path = resolve(ROOT, wheelLockPath(version));
    const { format, resolveConfig } = await import("prettier");
    writeFileSync(path, await format(JSON.stringify(lock), { ...(await resolveConfig(path)), parser: "json" }));
    console.log(
      `Wrote ${wheelLockPath(version)}: ${lock.wheels.length} wheels, ${lock.archive.bytes} bytes in the archive`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof LockError)) {
      throw error;
    }
    console.error(error.message);
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function lockWheels(folder: string, version: string, python: string, constraints: string): WheelLock {
  const resolveWith = (name: string, packages: readonly string[]): string[] => {
    const [wanted, pinned] = [join(folder, `${name}.in`), join(folder, `${name}.txt`)];
    writeFileSync(wanted, `${packages.join("\n")}\n`);
    succeed(
      run("uv", [
        ...["pip", "compile", "--quiet", "--no-header", "--no-annotate", "--no-strip-extras"],
        ...["--python-version", python, "--python-platform", "x86_64-manylinux_2_28"],
        ...["--constraints", constraints, "--output-file", pinned, wanted],
      ]),
    );
    return readFileSync(pinned, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.replace(/\[.*\]/, ""));
  };
  // MWAA's images install these, among others (bootstrap/02-airflow/001-install-required-pip-packages.sh of each version).
  const airflow = `apache-airflow[celery,statsd]==${version}`;
  const image = resolveWith("image", [airflow]);
  const pins = resolveWith("all", [airflow, ...PROVIDERS]).filter((pin) => !image.includes(pin));

  const requirements = join(folder, "pins.txt");
  const wheels = join(folder, "wheels");
  const archive = join(folder, "plugins.zip");
  writeFileSync(requirements, `${pins.join("\n")}\n`);
  succeed(downloadWheels({ requirements, python, folder: wheels, hashed: false }));
  succeed(packWheels(wheels, archive));
  return {
    image,
    wheels: readdirSync(wheels)
      .sort()
      .map((file) => wheelOf(join(wheels, file), file)),
    archive: { sha256: sha256OfFile(archive) ?? "", bytes: statSync(archive).size },
  };
}

/** The file's name begins with the name and the version of its package (PEP 427). */
function wheelOf(path: string, file: string): Wheel {
  const [name = "", version = ""] = file.split("-");
  return { name: name.toLowerCase().replaceAll(/[._]/g, "-"), version, file, sha256: sha256OfFile(path) ?? "" };
}

function succeed({ problem }: Outcome): void {
  if (problem !== undefined) {
    throw new LockError(problem);
  }
}

startIfMain(module, main);
