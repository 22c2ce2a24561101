import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { parse, stringify } from "yaml";

import { readStackText } from "../../platform/config/stack-file";
import { ROOT } from "../../platform/root";
import policySchema from "../../policies/gatekeeper/policy.schema.json";
import { identityOf } from "../../workflow/identity";
import { compileSchema } from "../../diagnostics/schema-findings";
import { environmentOf, problemsOf } from "../support/manifests";
import { FILE, MINIMUM } from "../support/user-guide";
import { type Fence, FENCES, fileOf, placeOf } from "./support/pages";
import { stackOf } from "./support/preparations";
import { readChoices } from "../../cli/adopt/choices";
import { kindOf, overlaid, type YamlKind } from "./support/yaml-kinds";

const YAML = FENCES.filter(({ language }) => language === "yaml");

/** Blocks of a kind, named by their place. */
function blocks(kind: YamlKind): [place: string, fence: Fence][] {
  return YAML.filter((fence) => kindOf(fence) === kind).map((fence) => [placeOf(fence), fence]);
}

/** The manifest that a block shows, with the least manifest's lines for the keys that it leaves out. */
function completed(text: string): string {
  const shown = Object.keys(parse(text) as object);
  const sections = MINIMUM.split(/\n(?=\w)/).filter((section) => !shown.some((key) => section.startsWith(`${key}:`)));
  return [text, ...sections].join("\n");
}

test("every YAML block of the pages is of a known kind", () => {
  expect(YAML.filter((fence) => kindOf(fence) === undefined).map(placeOf)).toEqual([]);
});

/** A manifest whose mistakes the page goes on to show: commands.test.ts compares them. */
function isMistaken(fence: Fence): boolean {
  const next = FENCES[FENCES.indexOf(fence) + 1];
  return next?.page === fence.page && next.language === "console" && /^[1-9]\d* manifests?: [1-9]/m.test(next.text);
}

describe("a manifest that a page shows", () => {
  const manifests = blocks("manifest");

  test("is there at all", () => {
    expect(manifests.length).toBeGreaterThan(10);
  });

  test.each(manifests.filter(([, fence]) => !isMistaken(fence)))("is taken without a warning: %s", (_, fence) => {
    const file = fileOf(fence) ?? FILE;
    const environment = environmentOf(identityOf(file)?.environment ?? "");
    expect(problemsOf(completed(fence.text), environment, file)).toEqual([]);
  });
});

test.each(blocks("choices"))("choices that a page shows are choices for npm run adopt: %s", (_, fence) => {
  expect(readChoices(fence.text, "choices.yml").size).toBeGreaterThan(0);
});

/** Names of the admission policies that a page adds, which the repository does not have. */
function policiesAddedBy(page: string): (string | undefined)[] {
  return FENCES.filter((fence) => fence.page === page).map(
    (fence) => /^policies\/gatekeeper\/([^/]+)\/policy\.yaml$/.exec(fileOf(fence) ?? "")?.[1],
  );
}

describe("a part of a stack file that a page shows", () => {
  test.each(blocks("stack file"))("is taken without a warning: %s", (_, { page, text }) => {
    const file = `Pulumi.${stackOf(page)}.yaml`;
    const whole = parse(readFileSync(resolve(ROOT, file), "utf8"), { merge: true }) as unknown;
    const changed = stringify(overlaid(whole, { config: parse(text) as unknown }));
    const { problems } = readStackText(changed, file, stackOf(page));
    const added = policiesAddedBy(page);
    const others = problems.filter(
      ({ code, path }) => code !== "unknown-policy" || !added.includes(String(path.at(-1))),
    );
    expect(others).toEqual([]);
  });
});

describe("what a page shows of an admission policy's policy.yaml", () => {
  const check = compileSchema(policySchema);

  test.each(blocks("policy"))("is taken: %s", (_, { text }) => {
    const whole = { title: "Pods are small", appliesTo: "workflows", ...(parse(text) as object) };
    expect(check(whole)).toEqual([]);
  });
});
