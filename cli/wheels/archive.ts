import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { pythonOf, type AirflowVersion } from "../../platform/airflow/versions";
import { pinOf, wheelLock } from "../../platform/airflow/wheel-lock";
import { sha256OfFile } from "../../platform/sha256-of-file";
import { downloadWheels, packWheels } from "./pip";

/**
 * Downloads the wheels of a version of Airflow and packs them. The archive is there as a whole or not at all.
 *
 * @returns what went wrong, in words of pip if pip failed; `undefined` for success.
 */
export function buildArchive(version: AirflowVersion, archive: string): string | undefined {
  const lock = wheelLock(version);
  mkdirSync(dirname(archive), { recursive: true });
  const folder = mkdtempSync(join(dirname(archive), "wheels-"));
  try {
    const requirements = join(folder, "requirements.txt");
    const packed = join(folder, "plugins.zip");
    writeFileSync(requirements, `${lock.wheels.map(pinOf).join("\n")}\n`);
    const python = pythonOf(version) ?? "";
    const { problem } = downloadWheels({ requirements, python, folder, hashed: true });
    if (problem !== undefined) {
      return `pip could not download the wheels: ${problem}`;
    }
    const { problem: unpacked } = packWheels(folder, packed);
    if (unpacked !== undefined) {
      return `the wheels could not be packed: ${unpacked}`;
    }
    const sha256 = sha256OfFile(packed);
    if (sha256 !== lock.archive.sha256) {
      return `the archive has the hash ${String(sha256)}, and the lock has ${lock.archive.sha256}: lock the wheels again`;
    }
    renameSync(packed, archive);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
