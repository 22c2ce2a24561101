import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { severityOfExamples } from "../../../infra/shared/stack-config";
import { ENVIRONMENTS } from "../../../platform/config/check";
import { ORGANISATION_CODE } from "../../../platform/config/rules/organisation";
import { readStackText } from "../../../platform/config/stack-file";
import stackSchema from "../../../platform/config/stack.schema.json";
import organisation from "../../../platform/organisation.json";
import { ROOT } from "../../../platform/root";
import { withOwnExamples, withOwnValues } from "../../support/own-values";

const textOf = (environment: string): string => readFileSync(resolve(ROOT, `Pulumi.${environment}.yaml`), "utf8");

/** Problems of a file, without the warnings that its organisation is not that of platform/organisation.json. */
function problems(environment: string, text: string, examples: "error" | "warning" = "warning"): string[] {
  return readStackText(text, "file", environment, { examples })
    .problems.filter(({ code }) => code !== ORGANISATION_CODE)
    .map(({ severity, line, message }) => `${line}: ${severity}: ${message}`);
}

/** Every value that the schema calls a shipped example. */
function shippedValues(part: unknown): unknown[] {
  return typeof part !== "object" || part === null
    ? []
    : Object.entries(part).flatMap(([key, value]) =>
        key === "shipped" && Array.isArray(value) ? (value as unknown[]) : shippedValues(value),
      );
}

describe.each(ENVIRONMENTS)("Pulumi.%s.yaml", (environment) => {
  test("is previewed with a warning for each of its some twenty examples", () => {
    const found = problems(environment, textOf(environment));
    expect(found.length).toBeGreaterThanOrEqual(16);
    expect(found.filter((problem) => !/^\d+: warning: .* is still the example "/.test(problem))).toEqual([]);
  });

  test("is refused in a deployment, for the same values", () => {
    const found = readStackText(textOf(environment), "file", environment, { examples: "error" });
    expect(found.config).toBeUndefined();
    expect(found.problems).toHaveLength(problems(environment, textOf(environment)).length);
  });

  test("has no problem with an organisation's own values, in a deployment too", () => {
    expect(problems(environment, withOwnValues(textOf(environment)), "error")).toEqual([]);
  });
});

test("each example of the schema is a value of some shipped file, or it would warn of nothing", () => {
  const texts = [...ENVIRONMENTS.map(textOf), JSON.stringify(organisation)].join("\n");
  expect(shippedValues(stackSchema).filter((value) => !texts.includes(String(value)))).toEqual([]);
});

test("an example that a stack has from the organisation's file is named with that file", () => {
  const found = problems("test", withOwnExamples(textOf("test")), "error");
  expect(found).toEqual(
    ["organisations[0]", "organisations[1]", "emailDomains[0]"].map(
      (key) => expect.stringContaining(`workflows.${key} is`) as string,
    ),
  );
  expect(found.join("\n")).toMatch(
    /: write your own into platform\/organisation\.json and run npm run generate -- --organisation, or add workflows\.organisations to/,
  );
});

describe("an example that is an organisation's own value", () => {
  const keep = (...keys: string[]): string =>
    `${withOwnValues(textOf("test")).replace("10.100.64.0/18", "10.200.64.0/18")}  analytical-platform-airflow:keptExamples: [${keys.join(", ")}]\n`;

  test("is named with its line and with the key that keeps it", () => {
    expect(problems("test", keep())).toEqual([
      expect.stringMatching(
        /^\d+: warning: network\.cidrBlock is still the example "10\.200\.64\.0\/18" \(.+\): write your own, or add network\.cidrBlock to keptExamples/,
      ),
    ]);
  });

  test("is accepted if the file keeps it", () => {
    expect(problems("test", keep("network.cidrBlock"), "error")).toEqual([]);
  });

  test("cannot be kept without such a value, so that the list never outlives its reason", () => {
    expect(problems("test", keep("network.cidrBlock", "tags.owner"))).toEqual([
      expect.stringMatching(
        /error: tags\.owner has no example of the shipped stack files: remove it from keptExamples/,
      ),
    ]);
  });
});

test.each([
  [true, "warning"],
  [false, "error"],
] as const)("with Pulumi's dry run %p, an example is a(n) %s", (dryRun, severity) => {
  const isDryRun = jest.spyOn(pulumi.runtime, "isDryRun").mockReturnValue(dryRun);
  expect(severityOfExamples()).toBe(severity);
  isDryRun.mockRestore();
});
