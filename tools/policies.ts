import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { stringify } from "yaml";

import { constraints, constraintTemplate, type PolicySettings } from "../platform/gatekeeper/objects";
import { POLICIES, readPolicies } from "../platform/gatekeeper/policy-folder";
import { formatProblem } from "../diagnostics/problem";
import { fileCommand, program, startIfMain } from "../cli/command";

const command = fileCommand(
  "tools/policies.ts",
  "Writes the suite of every admission policy for gator verify: its samples, and the template and constraint that its cases name.",
)
  .argument("<dir>", "folder to write to; the command replaces an earlier run's files there")
  .option("--policies <dir>", "folder of the policies", POLICIES);

/** Settings that the samples of all suites assume. */
const SETTINGS: PolicySettings = {
  sourceCode: "https://repository.example",
  enforcement: "deny",
  exceptions: {},
  registries: { workflows: ["registry.example"], elsewhere: [] },
  exemptNamespaces: [],
};

export const main = program(command, (out, { policies: folderOfPolicies }) => {
  const { policies, problems } = readPolicies(resolve(folderOfPolicies));
  problems.forEach((problem) => {
    console.error(formatProblem(problem));
  });
  for (const policy of policies) {
    const folder = resolve(out, policy.name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync(join(folderOfPolicies, policy.name, "suite.yaml"), join(folder, "suite.yaml"));
    cpSync(join(folderOfPolicies, policy.name, "samples"), join(folder, "samples"), { recursive: true });
    const [constraint] = constraints(policy, SETTINGS);
    writeFileSync(join(folder, "template.yaml"), stringify(constraintTemplate(policy), { lineWidth: 0 }));
    writeFileSync(join(folder, "constraint.yaml"), stringify(constraint, { lineWidth: 0 }));
  }
  return problems.length > 0 ? 1 : 0;
});

startIfMain(module, main);
