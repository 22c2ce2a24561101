import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { ENVIRONMENTS } from "../../platform/config/check";
import type { Compatibility } from "../../platform/config/stack.generated";
import type { Environment } from "../../platform/environment";
import { ROOT } from "../../platform/root";
import { checkManifest } from "../../workflow/check";
import { compileManifests, findManifests, readManifest } from "../../workflow/source";
import { environmentOf, migrating } from "../support/manifests";
import { REFUSED } from "../support/refused-manifests";

/** Folders of manifests. Real manifests are beside the repository on some machines; our own examples are always present. */
const REAL = resolve(ROOT, "../shared/manifests");

function filesOf(base: string, environment: string): ReturnType<typeof readManifest>[] {
  return findManifests(resolve(base, environment)).map((path) => readManifest(path, base));
}

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

/** Names that all projects may keep, as in the configuration of a stack that takes over running workflows. */
function compatibilityOf(files: readonly ReturnType<typeof readManifest>[]): Partial<Compatibility> {
  const projects = new Set(files.map(({ file }) => file.split("/")[1] ?? ""));
  const grants = (pattern: string) => [...projects].map((project) => grant([`${project}/*`], [pattern]));
  return {
    glueJobs: grants("*"),
    glueDatabases: grants("*"),
    workGroups: [grant(["corp/avature-load"], ["airflow-prod-*"])],
    queryResults: [...grants("mojap-athena-query-dump"), ...grants("aws-athena-query-results-*")],
  };
}

function grant(workflows: [string], patterns: [string]): Compatibility["glueJobs"][number] {
  return { workflows, patterns };
}

const real = new Map(
  ENVIRONMENTS.map((name): [string, { files: ReturnType<typeof filesOf>; stack: Environment }] => {
    const files = existsSync(REAL) ? filesOf(REAL, name) : [];
    return [name, { files, stack: migrating(name, compatibilityOf(files)) }];
  }),
);

/** Compiles all manifests of an environment; with each error that is in a manifest alone, not in its name beside others. */
const compiledOn = (files: ReturnType<typeof filesOf>, environment: Environment) => {
  const { workflows, problems } = compileManifests(files, environment);
  const errors = problems.filter(({ severity, code }) => severity === "error" && code !== "name-collision");
  return { workflows, problems, errors };
};

describeReal.each(ENVIRONMENTS)(
  "on a stack that migrates, every real manifest of %s compiles, or is refused for a reason that we agree with",
  (name) => {
    const { files = [], stack = environmentOf(name) } = real.get(name) ?? {};
    let wide: ReturnType<typeof compiledOn>;
    let narrow: ReturnType<typeof compiledOn>;
    beforeAll(() => {
      wide = compiledOn(files, stack);
      narrow = compiledOn(files, environmentOf(name));
    });

    test.each(files.map(({ file }) => file))("%s", (path) => {
      const errors = wide.errors.filter(({ file }) => file === path);
      expect(errors.map(({ code }) => code)).toEqual(REFUSED[path] === undefined ? [] : [REFUSED[path]]);
      expect(errors.every(({ line, column }) => line > 1 && column > 1)).toBe(true);
    });

    test("together they have no collisions, and the same manifests give the same bytes", () => {
      const second = compileManifests(files, stack);
      expect(wide.problems.filter(({ code }) => code === "name-collision")).toEqual([]);
      expect(JSON.stringify(second.workflows)).toBe(JSON.stringify(wide.workflows));
      expect(wide.workflows).toHaveLength(files.filter(({ file }) => REFUSED[file] === undefined).length);
    });

    test("without compatibility settings, more are refused only for query results and work groups, with the setting to ask for", () => {
      const more = narrow.errors.filter(({ code, file }) => code !== REFUSED[file]);
      expect([...new Set(more.map(({ code }) => code))].sort()).toEqual(
        name === "development" ? ["query-results"] : ["query-results", "work-group"],
      );
      more.forEach(({ message }) => {
        expect(message).toMatch(/ask the platform team to list [a-z0-9/-]+ and \S+ under workflows\.compatibility\./);
      });
    });

    test("without compatibility settings no workflow uses one; with them, exactly the workflows that ask for more", () => {
      expect(narrow.workflows.flatMap(({ settingsUsed }) => settingsUsed)).toEqual([]);
      for (const { id, settingsUsed } of wide.workflows) {
        const { valid } = checkManifest(
          files.find(({ file }) => file.includes(`/${id}/`)) ?? { file: "", text: "" },
          stack,
        );
        const iam = valid?.manifest.iam ?? {};
        const asked = [
          ...(iam.glue === true ? ["compatibility.glueJobs"] : []),
          ...(iam.athena === "write" ? ["compatibility.glueDatabases"] : []),
          ...(id === "corp/avature-load" ? ["compatibility.workGroups"] : []),
          ...(/s3_\w+":\[[^\]]*(?:mojap-athena-query-dump|aws-athena-query-results-)/.test(JSON.stringify(iam))
            ? ["compatibility.queryResults"]
            : []),
        ];
        expect([id, settingsUsed.map(({ setting }) => setting)]).toEqual([id, asked]);
      }
    });
  },
);
