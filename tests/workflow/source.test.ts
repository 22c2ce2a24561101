import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { compileManifests, findManifests, readManifest } from "../../workflow/source";
import { temporaryFolder } from "../support/command";
import { DEVELOPMENT, manifest } from "../support/manifests";

/** A folder with these files; the content of each is its own path. */
function folderOf(...files: readonly string[]): string {
  const folder = temporaryFolder();
  for (const file of files) {
    mkdirSync(resolve(folder, file, ".."), { recursive: true });
    writeFileSync(resolve(folder, file), file);
  }
  return folder;
}

describe("the manifests of a folder", () => {
  test("are found at any depth, in order, including misspelt names, without other files", () => {
    const folder = folderOf(
      "b/x/workflow.yml",
      "a/y/workflow.yaml",
      "a/x/workflow.yml",
      "a/x/dag.py",
      "a/z/my-workflow.yml",
      "a/z/workflow.yml.orig",
      "c/workflow.yml/README.md",
    );
    expect(findManifests(folder)).toEqual(
      ["a/x/workflow.yml", "a/y/workflow.yaml", "b/x/workflow.yml"].map((file) => join(folder, file)),
    );
  });

  test("are one for the path of a file, whatever its name, and none for a path that does not exist", () => {
    const folder = folderOf("a/other.yml");
    expect(findManifests(join(folder, "a/other.yml"))).toEqual([join(folder, "a/other.yml")]);
    expect(findManifests(join(folder, "missing"))).toEqual([]);
  });

  test("are read, and named relative to the user's folder", () => {
    const folder = folderOf("a/x/workflow.yml");
    const path = join(folder, "a/x/workflow.yml");
    expect(readManifest(path, folder)).toEqual({ file: "a/x/workflow.yml", text: "a/x/workflow.yml" });
    expect(readManifest(path, join(folder, "elsewhere")).file).toBe(path);
    expect(readManifest(path, join(folder, "a/x")).file).toBe("workflow.yml");
  });
});

describe("all manifests together", () => {
  test("a misspelt file is reported with its right name, and compiled too", () => {
    const file = "manifests/development/a/b/workflow.yaml";
    const { problems, workflows } = compileManifests([{ file, text: manifest() }], DEVELOPMENT);
    expect(problems).toEqual([
      {
        severity: "error",
        code: "bad-file-name",
        message: "the name of a manifest's file must be workflow.yml, or the platform ignores it; rename the file",
        file,
        path: [],
        line: 1,
        column: 1,
      },
    ]);
    expect(workflows.map(({ id }) => id)).toEqual(["a/b"]);
  });

  test("a collision is an error of both files, and each message names the other file", () => {
    const at = (path: string): string => `manifests/development/${path}/workflow.yml`;
    const files = [at("a-b/c"), at("a/b-c")].map((file) => ({ file, text: manifest() }));
    const { problems, workflows } = compileManifests(files, DEVELOPMENT);
    const message = `a/b-c and a-b/c (${at("a-b/c")}) would share the name a-b-c, and so a role, a service account and secrets; rename one of the folders`;
    const place = { severity: "error", code: "name-collision", path: [], line: 1, column: 1 };
    expect(workflows).toEqual([]);
    expect(problems).toEqual([
      { ...place, file: at("a/b-c"), message },
      { ...place, file: at("a-b/c"), message: `${message} (${at("a/b-c")})` },
    ]);
  });

  test("a manifest outside <environment>/<project>/<workflow> is an error, reported with its other problems", () => {
    const { problems, workflows } = compileManifests(
      [{ file: "a/workflow.yml", text: manifest("retrys: 1") }],
      DEVELOPMENT,
    );
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      [
        "bad-path",
        "the path of a manifest names its workflow; move the file to <environment>/<project>/<workflow>/workflow.yml",
      ],
      ["unknown-key", "unknown key retrys in dag; did you mean retries?"],
    ]);
    expect(workflows).toEqual([]);
  });
});
