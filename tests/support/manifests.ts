import { workflowEnvironment } from "../../platform/config/check";
import { readEnvironmentFile } from "../../platform/config/environment-file";
import { NO_COMPATIBILITY } from "../../platform/config/no-compatibility";
import { readStackPlatforms } from "../../platform/config/platform-resources";
import type { Compatibility } from "../../platform/config/stack.generated";
import { checkManifest } from "../../workflow/check";
import { compileWorkflow } from "../../workflow/compile";
import type { CompiledWorkflow } from "../../workflow/compiled";
import type { Environment } from "../../platform/environment";
import type { Problem } from "../../diagnostics/problem";
import { remembered } from "./remembered";

/** The environment that a stack file of the repository configures. To read all stack files takes 300 ms, so it is read once. */
export const environmentOf = remembered((name: string): Environment => {
  const { config, problems } = readEnvironmentFile(name);
  if (config === undefined) {
    throw new Error(`Pulumi.${name}.yaml: ${JSON.stringify(problems)}`);
  }
  return workflowEnvironment(name, config, readStackPlatforms());
});

/** An environment whose stack has these compatibility settings. */
export function migrating(name: string, grants: Partial<Compatibility>): Environment {
  const compatibility = { ...NO_COMPATIBILITY, ...grants };
  const environment = environmentOf(name);
  const { settings } = environment;
  return { ...environment, settings: { ...settings, workflows: { ...settings.workflows, compatibility } } };
}

/** `development`, the environment that most tests check manifests for. */
export const DEVELOPMENT = environmentOf("development");

/** Path of the manifest that tests write. */
export const FILE = "manifests/development/examples/hello/workflow.yml";

/** Maintainers and tags, which every manifest needs. */
export const REST = `
maintainers: [octocat]
tags:
  business_unit: Platforms
  owner: team@justice.gov.uk
`;

/** A manifest with these lines under `dag:`, and further top-level keys. */
export function manifest(dag = "", more = ""): string {
  const lines = [
    "repository: moj-analytical-services/example",
    "tag: v1.0.0",
    ...dag.split("\n").filter((line) => line.trim() !== ""),
  ];
  return `dag:\n${lines.map((line) => `  ${line}`).join("\n")}\n${more}${REST}`;
}

/** Problems of a manifest's text. */
export function problemsOf(text: string, environment: Environment = DEVELOPMENT, file = FILE): readonly Problem[] {
  return checkManifest({ file, text }, environment).problems;
}

/** `code@line:column` of each problem. */
export function codesOf(text: string, environment: Environment = DEVELOPMENT, file = FILE): string[] {
  return problemsOf(text, environment, file).map(({ code, line, column }) => `${code}@${line}:${column}`);
}

/** The compiled form of a manifest without errors. */
export function compiled(text: string, environment: Environment = DEVELOPMENT, file = FILE): CompiledWorkflow {
  const { valid, problems } = checkManifest({ file, text }, environment);
  if (valid === undefined) {
    throw new Error(`the manifest of this test has errors: ${JSON.stringify(problems)}`);
  }
  return compileWorkflow(valid);
}
