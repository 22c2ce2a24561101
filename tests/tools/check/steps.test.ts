import { lintSteps, MOST_RELATED_TESTS, nearestTests, pythonTests } from "../../../tools/check/steps";

const names = (changed: string[]): string[] => lintSteps(changed, "bin").map(({ name }) => name);

describe("the checks fit the changed files", () => {
  test("of TypeScript: format, lint, English and types", () => {
    expect(names(["workflow/load.ts"])).toEqual(["format", "lint", "English", "types"]);
  });

  test("of Python that make lint reads: ruff's and mypy's", () => {
    for (const folder of ["dags", "dags/package", "tests/outages", "cli/wheels/python"]) {
      expect(names([`${folder}/b.py`])).toEqual(["format", "English", "Python lint", "Python format", "Python types"]);
    }
    expect(names(["runtimes/b.py"])).toEqual(["format", "English"]);
  });

  test("of a page: format and English", () => {
    expect(names(["docs/index.md"])).toEqual(["format", "English"]);
  });

  test("of data that code imports: types", () => {
    expect(names(["workflow/data.json"])).toContain("types");
  });

  test("of nothing: none", () => {
    expect(names([])).toEqual([]);
  });

  test("each tool gets only the files that it reads", () => {
    const lint = lintSteps(["a.ts", "docs/index.md"], "bin").find(({ name }) => name === "lint");
    expect(lint?.command.slice(-1)).toEqual(["a.ts"]);
  });
});

describe("the tests that run", () => {
  test("are all that import a changed file, if they are few", () => {
    expect(nearestTests(["tests/other.test.ts"], ["workflow/load.ts"])).toEqual(["tests/other.test.ts"]);
  });

  test("are the changed file's own and changed tests, if they are many", () => {
    const many = Array.from({ length: MOST_RELATED_TESTS }, (_, at) => `tests/infra/${at}.test.ts`);
    const own = ["tests/workflow/load.test.ts", "tests/workflow/load/yaml.test.ts"];
    const changed = ["workflow/load.ts", "tests/infra/3.test.ts"];
    expect(nearestTests([...many, ...own], changed)).toEqual(["tests/infra/3.test.ts", ...own]);
  });

  test("of Python are the changed ones, and those with a changed module's name", () => {
    const tests = ["tests/dags/test_one.py", "tests/dags/test_two.py", "tests/dags/test_three.py"];
    expect(pythonTests(["dags/package/one.py", "tests/dags/test_two.py"], tests)).toEqual(tests.slice(0, 2));
  });
});
