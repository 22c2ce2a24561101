import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { attentionPage } from "../../../cli/catalogue/attention";
import { catalogueOf } from "../../../cli/catalogue/model";
import { releaseDays } from "../../../cli/catalogue/releases";
import { temporaryFolder } from "../../support/command";
import { compiled, FILE, manifest } from "../../support/manifests";

const folder = temporaryFolder();

function git(...words: string[]): void {
  execFileSync("git", ["-C", folder, "-c", "user.name=test", "-c", "user.email=test@example.com", ...words]);
}

/** Commits a manifest on a day. */
function commit(day: string, text: string): void {
  mkdirSync(join(folder, dirname(FILE)), { recursive: true });
  writeFileSync(join(folder, FILE), text);
  git("add", "--all");
  const moment = `${day}T12:00:00Z`;
  execFileSync("git", ["-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", day], {
    env: { ...process.env, GIT_AUTHOR_DATE: moment, GIT_COMMITTER_DATE: moment },
  });
}

function stale(date: string): string {
  const facts = {
    environment: "development",
    date,
    repository: "",
    regions: { compute: "", data: "" },
    podPrices: new Map<string, number | null>(),
  };
  const { text } = attentionPage(
    catalogueOf(facts, [compiled(manifest())], [], releaseDays(join(folder, "manifests"))),
  ).content;
  return /<h2>Stale<\/h2>[^]*?(?=<h2>)/.exec(text)?.[0] ?? "";
}

beforeAll(() => {
  git("init", "--quiet");
  commit("2024-03-01", manifest());
  commit("2025-03-01", manifest().replace("v1.0.0", "v1.1.0"));
  commit("2026-03-01", manifest("retries: 3").replace("v1.0.0", "v1.1.0"));
});

test("the day of a release is that of the last change of its tag, not of the manifest", () => {
  expect(releaseDays(join(folder, "manifests"))).toEqual({ days: new Map([[FILE, "2025-03-01"]]) });
});

test("a workflow is stale when its release is older than a year", () => {
  expect(stale("2026-03-01")).toContain("None.");
  expect(stale("2026-03-02")).toContain("v1.0.0 since 1 March 2025");
});

test("gives the reason if nobody knows the day: no repository, or part of its history", () => {
  expect(releaseDays(temporaryFolder()).unknown).toContain("is not in a Git repository");
  const clone = join(temporaryFolder(), "clone");
  execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${folder}`, clone]);
  expect(releaseDays(join(clone, "manifests")).unknown).toContain("git fetch --unshallow");
});
