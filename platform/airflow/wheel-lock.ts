import type { AirflowVersion } from "./versions";
import lock2103 from "./data/wheels/2.10.3.json";
import lock2110 from "./data/wheels/2.11.0.json";
import lock306 from "./data/wheels/3.0.6.json";

/** A wheel that MWAA installs. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  /** Its file in the package index and in the archive. */
  readonly file: string;
  readonly sha256: string;
}

/** The packages that MWAA installs for one version of Airflow, and those that it has already. `tools/lock-wheels.ts` writes it. */
export interface WheelLock {
  /** Packages of MWAA's image that the wheels need, as `name==version`, by Airflow's constraints. */
  readonly image: readonly string[];
  /** The providers that the shared package imports, and what they need beyond `image`. */
  readonly wheels: readonly Wheel[];
  /** The archive of the wheels, `plugins.zip`. The same wheels always make the same bytes. */
  readonly archive: { readonly sha256: string; readonly bytes: number };
}

const LOCKS: Readonly<Record<AirflowVersion, WheelLock>> = { "2.10.3": lock2103, "2.11.0": lock2110, "3.0.6": lock306 };

/** The lock of a version. */
export function wheelLock(version: AirflowVersion): WheelLock {
  return LOCKS[version];
}

/** Path of a version's archive below the repository's root. It is built and not committed: `npm run wheels -- <stack>`. */
export function archivePath(version: AirflowVersion): string {
  return `build/wheels/${version}/plugins.zip`;
}

/** Path of a version's lock below the repository's root. */
export function wheelLockPath(version: string): string {
  return `platform/airflow/data/wheels/${version}.json`;
}

/** One line of `requirements.txt`: pip installs this version only, and this file only. */
export function pinOf({ name, version, sha256 }: Wheel): string {
  return `${name}==${version} --hash=sha256:${sha256}`;
}
