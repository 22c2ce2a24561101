import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { buildArchive } from "../../cli/wheels/archive";
import { requirements } from "../../platform/airflow/requirements";
import { AIRFLOW_VERSIONS, pythonOf } from "../../platform/airflow/versions";
import { archivePath, wheelLock } from "../../platform/airflow/wheel-lock";
import { ROOT } from "../../platform/root";
import { sha256OfFile } from "../../platform/sha256-of-file";
import { loadInAirflow } from "../support/airflow";
import { compiled, manifest } from "../support/manifests";
import { findPython } from "./python";

jest.setTimeout(900_000);

/** A shell without a network, if this machine lets us have one. pip asks no index anyway: `--no-index`. */
const OFFLINE = spawnSync("unshare", ["--net", "true"]).status === 0 ? ["unshare", "--net"] : [];

function run(...[command = "", ...words]: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  expect({ status, problem: error?.message ?? (status === 0 ? "" : stderr) }).toEqual({ status: 0, problem: "" });
  return stdout;
}

describe.each(AIRFLOW_VERSIONS)("the packages of Airflow %s on MWAA", (version) => {
  const lock = wheelLock(version);
  const archive = resolve(ROOT, archivePath(version));
  const image = resolve(ROOT, ".venvs", `mwaa-image-${version}`);
  const installed = resolve(ROOT, ".venvs", `airflow-mwaa-${version}`);
  const pip = [join(image, "bin", "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"];

  beforeAll(() => {
    const python = findPython(pythonOf(version) ?? "");
    if (sha256OfFile(archive) !== lock.archive.sha256) {
      expect(buildArchive(version, archive)).toBeUndefined();
    }
    // The packages of MWAA's image, which the lock leaves to it.
    const pins = lock.image.join("\n");
    const file = join(image, "installed.txt");
    if (!existsSync(file) || readFileSync(file, "utf8") !== pins) {
      rmSync(image, { recursive: true, force: true });
      run(python, "-m", "venv", image);
      writeFileSync(join(image, "pins.txt"), pins);
      run(...pip, "install", "--no-deps", "--no-compile", "--requirement", join(image, "pins.txt"));
      renameSync(join(image, "pins.txt"), file);
    }
    // A second environment, which sees the image's packages as its own.
    rmSync(installed, { recursive: true, force: true });
    run(python, "-m", "venv", "--without-pip", installed);
    const packages = join("lib", `python${String(pythonOf(version))}`, "site-packages");
    writeFileSync(join(installed, packages, "image.pth"), `${join(image, packages)}\n`);
  });

  test("are installed by pip from the archive alone, with their hashes, and nothing is missing", () => {
    const plugins = join(installed, "plugins");
    mkdirSync(plugins);
    run("python3", "-m", "zipfile", "--extract", archive, plugins);
    const file = join(installed, "requirements.txt");
    writeFileSync(
      file,
      requirements({ version, webserverAccess: "private" }).replace("/usr/local/airflow/plugins", plugins),
    );
    const [python = "", ...words] = pip;
    const target = ["--python", join(installed, "bin", "python")];
    run(...OFFLINE, python, ...words, ...target, "install", "--no-compile", "--requirement", file);
    run(python, ...words, ...target, "check");
  });

  test("load a DAG object", () => {
    const workflow = compiled(manifest());
    const { importErrors, dags } = loadInAirflow(`mwaa-${version}`, [workflow], "");
    expect(importErrors).toEqual({});
    expect(Object.keys(dags)).toEqual(["examples.hello"]);
  });
});
