import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { ROOT } from "../../platform/root";

const TRACKED = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" }).trim().split("\n");

const read = (path: string): string => readFileSync(resolve(ROOT, path), "utf8");

const GUIDES = TRACKED.filter((path) => /^docs\/(platform|how-it-works)\/.*\.md$/.test(path));

test.each(GUIDES)("%s names files and folders that exist", (guide) => {
  const named = [
    ...read(guide).matchAll(
      /`((?:cli|dags|diagnostics|docs|infra|platform|policies|preview|tests|tools|workflow)\/[\w./-]*)`/g,
    ),
  ];
  expect(named.map(([, path]) => String(path)).filter((path) => !existsSync(resolve(ROOT, path)))).toEqual([]);
});

describe("adding an environment", () => {
  const guide = read("docs/platform/add-an-environment.md");
  const listsThem = (path: string): boolean => /development\W.{0,12}\btest\W.{0,12}\bproduction\b/.test(read(path));
  const lists = TRACKED.filter((path) =>
    /^(\.ci|\.github|cli|dags|diagnostics|infra|platform|policies|preview|tests|tools|workflow)\//.test(path),
  ).filter(listsThem);

  test("the search finds the list that the code asks, so that it finds others", () => {
    expect(lists).toContain("platform/environments.ts");
  });

  test.each(lists.filter((path) => !/^(?:cli|tools)\/[\w-]+\.ts$/.test(path)))(
    "the guide names %s, which lists them",
    (path) => {
      expect(guide).toContain(path.startsWith(".github/workflows/") ? path.replace(/^.*\//, "") : path);
    },
  );
});
