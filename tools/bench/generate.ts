import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

/** Workflows of one generated project. */
const WORKFLOWS_PER_PROJECT = 20;

/** Writes generated manifests of production with the features of real ones, and returns the folder. */
export function generateManifests(folder: string, count: number): string {
  for (let index = 0; index < count; index++) {
    const path = join(
      folder,
      "production",
      `project-${Math.floor(index / WORKFLOWS_PER_PROJECT)}`,
      `workflow-${index}`,
    );
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, "workflow.yml"), stringify(manifest(index)));
  }
  return folder;
}

function manifest(index: number): object {
  const tasks = Object.fromEntries(
    Array.from({ length: 1 + (index % 12) }, (_, task) => [
      `task-${task}`,
      {
        env_vars: { STEP: `step ${task}`, TABLE: `table_${index}_${task}` },
        ...(task === 0 ? {} : { dependencies: [`task-${task - 1}`] }),
      },
    ]),
  );
  return {
    dag: {
      repository: `moj-analytical-services/repository-${index}`,
      tag: `v1.${index}.0`,
      schedule: `${index % 60} ${index % 24} * * *`,
      retries: index % 4,
      env_vars: { INDEX: String(index) },
      tasks,
    },
    iam: {
      athena: index % 2 === 0 ? "read" : "write",
      s3_read_only: [`bucket-${index}/input/*`, "shared/reference/*"],
      s3_read_write: [`bucket-${index}/output/*`],
    },
    ...(index % 3 === 0 ? { secrets: ["username", "password"] } : {}),
    maintainers: [`maintainer-${index % 50}`],
    notifications: { emails: ["team@justice.gov.uk"], slack_channel: "team" },
    tags: { business_unit: "HMPPS", owner: "team@justice.gov.uk" },
  };
}
