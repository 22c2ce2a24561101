import { PROVIDERS, requirements } from "../../../platform/airflow/requirements";
import { AIRFLOW_VERSIONS, pythonOf } from "../../../platform/airflow/versions";
import { wheelLock } from "../../../platform/airflow/wheel-lock";

describe.each(AIRFLOW_VERSIONS)("the requirements of Airflow %s", (version) => {
  const lines = (webserverAccess: "private" | "public"): string[] =>
    requirements({ version, webserverAccess }).trimEnd().split("\n");

  test.each(["private", "public"] as const)("name one file of one version for each package, %s", (access) => {
    const packages = lines(access).filter((line) => !/^(#|--)/.test(line));
    expect(packages.filter((line) => !/^[a-z0-9-]+==[\w.]+ --hash=sha256:[0-9a-f]{64}$/.test(line))).toEqual([]);
    expect(packages).toHaveLength(new Set(packages.map((line) => line.split("==")[0])).size);
    const names = packages.map((line) => line.split("==")[0]);
    expect(PROVIDERS.filter((provider) => !names.includes(provider))).toEqual([]);
    expect(lines(access)).toContain("--require-hashes");
  });

  test("come from the archive if the web server is private, and from no index", () => {
    const sources = (access: "private" | "public"): string[] =>
      lines(access).filter((line) => /index|find-links/.test(line));
    expect(sources("private")).toEqual(["--no-index", "--find-links /usr/local/airflow/plugins"]);
    expect(sources("public")).toEqual([]);
  });

  // MWAA's own test of the file: user_requirements.py of github.com/aws/amazon-mwaa-docker-images.
  test.each(["private", "public"] as const)("keep MWAA from forcing other constraints on them, %s", (access) => {
    expect(lines(access).some((line) => /-c |--constraint /.test(line))).toBe(true);
  });

  test("leave Airflow and what it needs to MWAA's image", () => {
    const { image, wheels } = wheelLock(version);
    expect(image).toContain(`apache-airflow==${version}`);
    const there = new Set(image.map((pin) => pin.split("==")[0]));
    expect(wheels.filter(({ name }) => there.has(name)).map(({ name }) => name)).toEqual([]);
  });

  test("are wheels that MWAA's Python and its glibc 2.34 run", () => {
    const python = (pythonOf(version) ?? "").replace(".", "");
    const fits = ({ file }: { file: string }): boolean => {
      const [tags = "", abi = "", platforms = ""] = file
        .replace(/\.whl$/, "")
        .split("-")
        .slice(-3);
      const glibc = [...platforms.matchAll(/manylinux_2_(\d+)_x86_64/g)].map(([, minor]) => Number(minor));
      const runs = /\bpy3\b/.test(tags.replaceAll(".", " ")) || tags === `cp${python}` || abi === "abi3";
      return runs && (platforms === "any" || Math.min(...glibc) <= 34);
    };
    expect(wheelLock(version).wheels.filter((wheel) => !fits(wheel))).toEqual([]);
  });
});

test("the lock's versions are the constraints' for the providers that the package's tests use", () => {
  const versionsOf = (version: (typeof AIRFLOW_VERSIONS)[number]): string[] =>
    wheelLock(version)
      .wheels.filter(({ name }) => [...PROVIDERS, "kubernetes"].includes(name))
      .map((wheel) => `${wheel.name.replace("apache-airflow-providers-", "")} ${wheel.version}`);
  // Lines of https://raw.githubusercontent.com/apache/airflow/constraints-<version>/constraints-<python>.txt.
  expect(versionsOf("2.10.3")).toEqual(["amazon 9.0.0", "cncf-kubernetes 9.0.1", "slack 8.9.1", "kubernetes 30.1.0"]);
  expect(versionsOf("2.11.0")).toEqual(["amazon 9.8.0", "cncf-kubernetes 10.5.0", "slack 9.1.0", "kubernetes 30.1.0"]);
  expect(versionsOf("3.0.6")).toEqual(["amazon 9.12.0", "cncf-kubernetes 10.7.0", "slack 9.1.4", "kubernetes 32.0.1"]);
});
