import { dirname, relative, resolve } from "node:path";

import { stringify } from "yaml";

import organisation from "../../platform/organisation.json";
import { ROOT } from "../../platform/root";

/** Values of the shortest manifest. */
export interface Answers {
  readonly repository: string;
  readonly tag: string;
  readonly maintainers: readonly string[];
  readonly businessUnit: string;
  readonly owner: string;
}

/** Values of a new manifest until its author changes them: the example's repository, whose image exists. */
export const EXAMPLE: Answers = organisation.example;

/** The shortest manifest, for a file at this path; its first line names the schema for editors. */
export function leastManifest(file: string, answers: Answers): string {
  const schema = relative(dirname(resolve(file)), resolve(ROOT, "manifests/workflow.schema.json"));
  const sections = [
    { dag: { repository: answers.repository, tag: answers.tag } },
    { maintainers: answers.maintainers },
    { tags: { business_unit: answers.businessUnit, owner: answers.owner } },
  ];
  return `# yaml-language-server: $schema=${schema}\n${sections.map((section) => stringify(section)).join("\n")}`;
}
