import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { stringify } from "yaml";

import { constraints, constraintTemplate, type PolicySettings } from "../platform/gatekeeper/objects";
import { POLICIES, readPolicies } from "../platform/gatekeeper/policy-folder";
import { formatProblem } from "../diagnostics/problem";
import { readArguments, runCommand } from "../cli/arguments";
import { UsageError } from "../diagnostics/usage-error";

const USAGE = `node --import tsx tools/policies.ts DIR [--policies DIR]

Writes the suite of every admission policy for gator verify: its samples, and the template and the constraint that its
cases name.

  DIR             folder to write to; what an earlier run wrote there is replaced
  --policies DIR  folder of the policies (default: policies/gatekeeper)`;

/** What the samples of all suites are written for. */
const SETTINGS: PolicySettings = {
  sourceCode: "https://repository.example",
  enforcement: "deny",
  exceptions: {},
  registries: { workflows: ["registry.example"], elsewhere: [] },
  exemptNamespaces: [],
};

function main(): number {
  const { values, positionals } = readArguments(
    { allowPositionals: true, options: { policies: { type: "string", default: POLICIES } } },
    USAGE,
  );
  const [out, ...rest] = positionals;
  if (out === undefined || rest.length > 0) {
    throw new UsageError(`name one folder to write to\n\n${USAGE}`);
  }
  const { policies, problems } = readPolicies(resolve(values.policies));
  problems.forEach((problem) => {
    console.error(formatProblem(problem));
  });
  for (const policy of policies) {
    const folder = resolve(out, policy.name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync(join(values.policies, policy.name, "suite.yaml"), join(folder, "suite.yaml"));
    cpSync(join(values.policies, policy.name, "samples"), join(folder, "samples"), { recursive: true });
    const [constraint] = constraints(policy, SETTINGS);
    writeFileSync(join(folder, "template.yaml"), stringify(constraintTemplate(policy), { lineWidth: 0 }));
    writeFileSync(join(folder, "constraint.yaml"), stringify(constraint, { lineWidth: 0 }));
  }
  return problems.length > 0 ? 1 : 0;
}

void runCommand(main);
