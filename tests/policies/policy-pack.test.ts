import { type AnalyzeDiagnostic, EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";

import { policedResource } from "../../preview/policies";
import { RULES } from "../../policies/pulumi/rules";
import type { PolicedResource } from "../../policies/pulumi/rules/rule";
import { PolicyPackProcess } from "../support/policy-pack";
import { previewOf } from "../support/preview";
import { UNKNOWN } from "../support/wire";
import { EXAMPLES, resource, TAGS } from "./examples";

/** Components of another package. The engine checks the resources that they create, but never their own inputs. */
const isAsked = ({ type }: PolicedResource): boolean => !type.startsWith("eks:index:");

let pack: PolicyPackProcess;

beforeAll(async () => {
  pack = await PolicyPackProcess.start();
});

afterAll(() => {
  pack.stop();
});

function told(
  diagnostics: readonly AnalyzeDiagnostic[],
  level: EnforcementLevel = EnforcementLevel.MANDATORY,
): string[] {
  return diagnostics
    .filter((diagnostic) => diagnostic.getEnforcementlevel() === level)
    .map((diagnostic) => diagnostic.getPolicyname());
}

test("the pack starts as the engine starts it, and every rule is a mandatory policy", async () => {
  const info = await pack.info();
  expect(info.getName()).toBe("analytical-platform-airflow");
  expect(info.getPoliciesList().map((policy) => [policy.getName(), policy.getEnforcementlevel()])).toEqual(
    RULES.map(({ name }) => [name, EnforcementLevel.MANDATORY]),
  );
});

describe.each(RULES.map((rule) => [rule.name, "check" in rule] as const))(
  "%s through the engine's protocol",
  (name, single) => {
    const { admits = {}, refuses = {} } = EXAMPLES[name] ?? {};
    const ask = async (resources: readonly PolicedResource[]): Promise<AnalyzeDiagnostic[]> =>
      single
        ? (await Promise.all(resources.map((one) => pack.analyze(one)))).flat()
        : await pack.analyzeStack(resources);

    test("admits the rule's good examples", async () => {
      for (const resources of Object.values(admits)) {
        expect(told(await ask(resources))).not.toContain(name);
      }
    });

    test("refuses the rule's bad examples, and names the property", async () => {
      for (const [property, ...resources] of Object.values(refuses)) {
        if (resources.every(isAsked)) {
          const found = (await ask(resources)).filter((diagnostic) => diagnostic.getPolicyname() === name);
          expect(found.map((diagnostic) => diagnostic.getMessage()).join("\n")).toContain(`\n${property}: `);
        }
      }
    });
  },
);

test("a policy whose text is unknown is reported as not checked, and does not stop the update", async () => {
  const asked = await pack.analyze(resource("aws:iam/rolePolicy:RolePolicy", { policy: UNKNOWN }));
  expect(told(asked)).toEqual([]);
  expect(told(asked, EnforcementLevel.ADVISORY)).toContain("no-wildcard-action");
});

test("a key whose ID is unknown counts as a key", async () => {
  const group = resource("aws:cloudwatch/logGroup:LogGroup", { tags: TAGS, kmsKeyId: UNKNOWN });
  expect(await pack.analyze(group)).toEqual([]);
});

test("the engine's check of a component of the eks package finds nothing, because it checks the component's resources", async () => {
  expect(await pack.analyze(resource("eks:index:Cluster", {}, { provider: undefined }))).toEqual([]);
});

test("every resource of production passes, alone and together", async () => {
  const { registrations } = await previewOf("production");
  const resources = registrations.map(policedResource);
  const found = await Promise.all(resources.map((one) => pack.analyze(one)));
  expect(found.flat().map((diagnostic) => diagnostic.getMessage())).toEqual([]);
  expect((await pack.analyzeStack(resources)).map((diagnostic) => diagnostic.getMessage())).toEqual([]);
});
