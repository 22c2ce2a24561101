import { NO_COMPATIBILITY } from "../../../platform/config/no-compatibility";
import { checkManifest } from "../../../workflow/check";
import { compileWorkflow } from "../../../workflow/compile";
import { REST } from "../../support/manifests";
import { migratingStack } from "../../support/migrating";
import { documentsOf, may } from "../iam/support";
import { allows } from "../../../workflow/present-platform/allows";
import { callOf, type Case, readCases } from "./case";

const CASES = readCases().filter(({ there: { allowed = [], refused = [] } }) => allowed.length + refused.length > 0);

/** The answers of both evaluations to each call of a case, with every setting and with none. */
async function answersOf({ path, manifest, there }: Case): Promise<{ quick: string[]; simulated: string[] }> {
  const stack = migratingStack(path.split("/")[0] ?? "");
  const { settings } = stack;
  const narrow = { ...settings, workflows: { ...settings.workflows, compatibility: NO_COMPATIBILITY } };
  const calls = [...(there.allowed ?? []), ...(there.refused ?? [])];
  const answers = { quick: [] as string[], simulated: [] as string[] };
  for (const [name, of] of Object.entries({ every: settings, none: narrow })) {
    const { valid } = checkManifest(
      { file: `manifests/${path}/workflow.yml`, text: manifest + REST },
      { ...stack, settings: of },
    );
    const role = valid === undefined ? null : compileWorkflow(valid).role;
    if (role === null) {
      continue;
    }
    for (const text of calls) {
      const call = callOf(text, settings.accounts.data.id);
      answers.quick.push(`${name} ${text}: ${allows(documentsOf(role), call)}`);
      answers.simulated.push(`${name} ${text}: ${await may(role, call.action, call.resource, call.context)}`);
    }
  }
  return answers;
}

describe("conditions", () => {
  const policy = (Condition: Record<string, Record<string, string>>) => [
    {
      Version: "2012-10-17" as const,
      Statement: [{ Effect: "Allow" as const, Action: "a:Do", Resource: "*", Condition }],
    },
  ];
  const call = { action: "a:Do", resource: "x", context: { one: "1", two: "2" } };

  test("all keys of an operator must match", () => {
    expect(allows(policy({ StringEquals: { one: "1", two: "2" } }), call)).toBe(true);
    expect(allows(policy({ StringEquals: { one: "1", two: "3" } }), call)).toBe(false);
  });

  test("an operator that no policy of a workflow uses is an error, which names it", () => {
    expect(() => allows(policy({ NumericEquals: { one: "1" } }), call)).toThrow("no operator NumericEquals");
  });
});

test.each(CASES.map((one) => [one.name, one] as const))(
  "the quick evaluation of %s gives the answers of a simulation of IAM",
  async (_name, one) => {
    const { quick, simulated } = await answersOf(one);
    expect(quick.length).toBeGreaterThan(0);
    expect(quick).toEqual(simulated);
  },
);
