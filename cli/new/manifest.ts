import { dirname, relative, resolve } from "node:path";

import { stringify } from "yaml";

import { ROOT } from "../../platform/root";

/** What the least manifest says. */
export interface Answers {
  readonly repository: string;
  readonly tag: string;
  readonly maintainers: readonly string[];
  readonly businessUnit: string;
  readonly owner: string;
}

/** What stands in a new manifest until its author changes it: the example's repository, whose image is there to be run. */
export const EXAMPLE: Answers = {
  repository: "moj-analytical-services/analytical-platform-airflow-python-example",
  tag: "2.0.0",
  maintainers: ["jacobwoffenden"],
  businessUnit: "Central Digital",
  owner: "analytical-platform@justice.gov.uk",
};

/** The least manifest, for a file at this path: editors find the schema from there. */
export function leastManifest(file: string, answers: Answers): string {
  const schema = relative(dirname(resolve(file)), resolve(ROOT, "manifests/workflow.schema.json"));
  const sections = [
    { dag: { repository: answers.repository, tag: answers.tag } },
    { maintainers: answers.maintainers },
    { tags: { business_unit: answers.businessUnit, owner: answers.owner } },
  ];
  return `# yaml-language-server: $schema=${schema}\n${sections.map((section) => stringify(section)).join("\n")}`;
}
