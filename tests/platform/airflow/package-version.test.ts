import { packageVersion, withoutVersion, withPackage } from "../../../platform/airflow/package-version";

const FILES = [
  { path: ".airflowignore", text: "analytical_platform_airflow\n" },
  { path: "analytical_platform_airflow/dag.py", text: "£\n" },
];
const OBJECT = "# A comment.\nfrom analytical_platform_airflow import workflow\n\ndag = workflow()\n";

test("a version is named by the names and contents of the package's files, and by nothing else", () => {
  const { version } = packageVersion(FILES);
  expect(version).toMatch(/^[0-9a-f]{16}$/);
  expect(packageVersion(FILES.map((file) => ({ ...file }))).version).toBe(version);
  expect(packageVersion(FILES.slice(1)).version).toBe(version);
  expect(packageVersion(FILES.map((file) => ({ ...file, text: `${file.text}#\n` }))).version).not.toBe(version);
  expect(packageVersion(FILES.map((file) => ({ ...file, path: `a/${file.path}` }))).version).not.toBe(version);
});

test("the package's files are in the version's folder, and its size is in bytes", () => {
  const { version, size, files, others } = packageVersion(FILES);
  expect(size).toBe(3);
  expect(files.map(({ path }) => path)).toEqual([`packages/${version}/analytical_platform_airflow/dag.py`]);
  expect(others.map(({ path }) => path)).toEqual([".airflowignore"]);
});

test("a DAG object chooses its version before it imports the package", () => {
  const version = packageVersion(FILES);
  const object = withPackage(OBJECT, version, "# The loader.\n");
  expect(object).toContain(`use_package(Path(__file__).parents[1], "${version.version}", 3)`);
  expect(object.indexOf("use_package(")).toBeLessThan(object.indexOf("from analytical_platform_airflow import"));
  expect(withoutVersion(object)).toBe(OBJECT);
});
