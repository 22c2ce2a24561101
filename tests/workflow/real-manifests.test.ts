import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { ENVIRONMENTS } from "../../platform/config/check";
import { ROOT } from "../../platform/root";
import { checkManifest } from "../../workflow/check";
import { compileManifests, findManifests, readManifest } from "../../workflow/source";
import { environmentOf } from "../support/manifests";

/** Real manifests lie beside the repository, where they are to be had; examples of our own always do. */
const REAL = resolve(ROOT, "../shared/manifests");

const environments = new Map(ENVIRONMENTS.map((name) => [name as string, environmentOf(name)]));

function filesOf(base: string, environment: string): ReturnType<typeof readManifest>[] {
  return findManifests(resolve(base, environment)).map((path) => readManifest(path, base));
}

/** The manifests that deserve their error, and the error. */
const REFUSED: Readonly<Record<string, string>> = {
  "development/data-linking/just-link-migrated/workflow.yml": "python-dag",
  "development/opg/sirius-monthly/workflow.yml": "python-dag",
  // The environment has no Transit Gateway, so the task could never reach HMCTS SDP.
  "development/pcol/dlt/workflow.yml": "no-transit-gateway",
  "test/corp/avature-extract/workflow.yml": "python-dag",
  "test/corp/matrix-scraper-preprod/workflow.yml": "python-dag",
  "production/corp/avature-extract/workflow.yml": "python-dag",
  "production/corp/contracts-etl/workflow.yml": "python-dag",
  // Six fields, as AWS writes cron expressions; Airflow reads five.
  "production/corp/epm-filecheck/workflow.yml": "bad-cron",
  "production/corp/file-load-gpg-epm/workflow.yml": "bad-cron",
  "production/corp/matrix-extract/workflow.yml": "python-dag",
  "production/corp/occupeye-scraper/workflow.yml": "python-dag",
  "production/opg/sirius-monthly/workflow.yml": "python-dag",
};

const describeReal = existsSync(REAL) ? describe : describe.skip;

describe.each(ENVIRONMENTS)("every example in manifests/%s is valid", (name) => {
  test.each(filesOf(resolve(ROOT, "manifests"), name).map((file) => [file.file, file] as const))(
    "%s",
    (_path, file) => {
      const { problems } = checkManifest(file, environmentOf(name));
      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    },
  );
});

describeReal.each(ENVIRONMENTS)(
  "every real manifest of %s compiles, or is refused for a reason that we agree with",
  (name) => {
    const files = existsSync(REAL) ? filesOf(REAL, name) : [];
    test.each(files.map((file) => [file.file, file] as const))("%s", (path, file) => {
      const environment = environments.get(name) ?? environmentOf(name);
      const errors = checkManifest(file, environment).problems.filter(({ severity }) => severity === "error");
      expect(errors.map(({ code }) => code)).toEqual(REFUSED[path] === undefined ? [] : [REFUSED[path]]);
      expect(errors.every(({ line, column }) => line > 1 && column > 1)).toBe(true);
    });

    test("together they collide nowhere, and the same manifests give the same bytes", () => {
      const environment = environments.get(name) ?? environmentOf(name);
      const first = compileManifests(files, environment);
      const second = compileManifests(files, environment);
      expect(first.problems.filter(({ code }) => code === "name-collision")).toEqual([]);
      expect(JSON.stringify(second.workflows)).toBe(JSON.stringify(first.workflows));
      expect(first.workflows).toHaveLength(files.filter(({ file }) => REFUSED[file] === undefined).length);
    });
  },
);
