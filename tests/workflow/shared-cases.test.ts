import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { ENVIRONMENTS } from "../../platform/environments";
import { ROOT } from "../../platform/root";
import { compileManifests, findManifests, readManifest } from "../../workflow/source";
import { environmentOf } from "../support/manifests";

/** Small manifests, one for each known fault. They are beside the repository on some machines. */
const CASES = resolve(ROOT, "../shared/cases");

/** The problems of each manifest as `code@line:column`, with `warning` before warnings. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "development/cases/booleans": ["warning unquoted-boolean@5:34"],
  "development/cases/curly-quotes": ["bad-cron@4:13"],
  "development/cases/depends-on": ["unknown-key@6:9"],
  "development/cases/flood-of-runs": ["flood-of-runs@5:12"],
  "development/cases/no-break-space": ["broken-yaml@3:3"],
  "development/cases/own-repository-of-a-task": [],
  "development/cases/path-twice": ["warning listed-twice@4:38"],
  "development/cases/results-of-others": ["query-results@4:22"],
  "development/cases/s3-read": ["unknown-key@4:7"],
  "development/cases/same-parameter": [],
  "development/cases/secret-in-plain-text": ["warning looks-like-a-secret@5:18", "credential@6:19"],
  "development/cases/template-floods": ["template-syntax@5:16"],
  "development/cases/template-gone-in-3": ["template-removed@5:12", "template-removed@6:12"],
  "development/cases/template-in-use": [],
  "development/cases/template-no-date": [],
  "development/cases/template-reads-connection": ["template-refused@5:12", "template-refused@6:12"],
  "development/cases/template-runs-code": ["template-refused@5:12"],
  "development/cases/template-undeclared": ["template-parameter@6:12", "template-unknown@7:12"],
  "development/cases/template-unfinished": ["template-unfinished@5:9"],
  "development/cases/three-at-once": ["warning more-than-fit@4:20"],
  "development/cases/windows-1252": ["not-utf-8@5:15"],
  "development/cases/work-group": ["work-group@4:37"],
  "development/pppppppppppppppppppp/wwwwwwwwwwwwwwwwwwww": [],
  "production/external/secrets": ["reserved-name@1:1"],
};

const describeShared = existsSync(CASES) ? describe : describe.skip;

describeShared.each(ENVIRONMENTS)("each case of %s has the result in its description", (name) => {
  const files = existsSync(CASES) ? findManifests(resolve(CASES, name)).map((path) => readManifest(path, CASES)) : [];
  const cases = files.map((file) => [file.file.replace(/\/workflow\.yml$/, ""), file] as const);

  test("every case has an expectation here", () => {
    expect(cases.map(([path]) => path).sort()).toEqual(
      Object.keys(EXPECTED)
        .filter((path) => path.startsWith(`${name}/`))
        .sort(),
    );
  });

  if (cases.length > 0) {
    test.each(cases)("%s", (path, file) => {
      const { problems } = compileManifests([file], { ...environmentOf(name), today: "2026-11-27" });
      expect(
        problems.map(
          ({ severity, code, line, column }) => `${severity === "warning" ? "warning " : ""}${code}@${line}:${column}`,
        ),
      ).toEqual(EXPECTED[path]);
    });
  }
});
