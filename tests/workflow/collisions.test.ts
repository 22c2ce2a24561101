import { compileManifests } from "../../workflow/source";
import { DEVELOPMENT, manifest, problemsOf } from "../support/manifests";

const at = (project: string, workflow: string): string => `manifests/development/${project}/${workflow}/workflow.yml`;

describe("names derived from a manifest's path", () => {
  test("two workflows that would share a service account are both refused, and each message names the other", () => {
    const files = [
      { file: at("a-b", "c"), text: manifest() },
      { file: at("a", "b-c"), text: manifest() },
      { file: at("a", "d"), text: manifest() },
    ];
    const { workflows, problems } = compileManifests(files, DEVELOPMENT);
    expect(workflows.map(({ id }) => id)).toEqual(["a/d"]);
    expect(problems).toMatchObject([
      { code: "name-collision", file: at("a", "b-c") },
      { code: "name-collision", file: at("a-b", "c") },
    ]);
    problems.forEach(({ message }) => {
      expect(message).toContain("a-b/c");
      expect(message).toContain("a/b-c");
      expect(message).toContain("a-b-c");
    });
  });

  test("an alias that makes two projects alike is a collision too", () => {
    const files = [
      { file: at("electronic-monitoring-data-store", "load"), text: manifest() },
      { file: at("emds", "load"), text: manifest() },
    ];
    expect(compileManifests(files, DEVELOPMENT).problems.map(({ code }) => code)).toEqual([
      "name-collision",
      "name-collision",
    ]);
  });

  const room = 64 - "airflow-development-p-".length;
  test.each([
    ["a role name of exactly 64 characters is accepted", at("p", "w".repeat(room)), []],
    ["a role name of 65 characters is refused", at("p", "w".repeat(room + 1)), ["role-name-too-long"]],
    ["upper case in a folder's name is refused", at("P", "w"), ["bad-folder-name"]],
    ["an underscore in a folder's name is refused", at("p", "a_b"), ["bad-folder-name"]],
  ])("%s", (_name, file, codes) => {
    expect(problemsOf(manifest(), DEVELOPMENT, file).map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    ["a label of exactly 63 characters is accepted", 61, []],
    ["a label of 64 characters is refused, also where no role is made", 62, ["label-too-long"]],
  ])("%s", (_name, length, codes) => {
    const text = manifest("", "iam: {external_role: 'arn:aws:iam::123456789012:role/x'}\n");
    expect(problemsOf(text, DEVELOPMENT, at("p", "w".repeat(length))).map(({ code }) => code)).toEqual(codes);
  });

  test("a file called workflow.yaml is refused, not ignored", () => {
    const { problems } = compileManifests(
      [{ file: "manifests/development/a/b/workflow.yaml", text: manifest() }],
      DEVELOPMENT,
    );
    expect(problems.map(({ code }) => code)).toEqual(["bad-file-name"]);
  });
});
