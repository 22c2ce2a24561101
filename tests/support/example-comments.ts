import { resolve } from "node:path";

import { ROOT } from "../../platform/root";
import { manifest } from "./manifests";

/** The manifest that the example `adding-a-workflow` adds. */
export const DAILY_REPORT = {
  path: "manifests/production/examples/daily-report/workflow.yml",
  text: manifest(
    'schedule: "0 6 * * *"',
    "iam:\n  athena: read\n  s3_read_only: [mojap-compute-production-dummy/input/*]\n  s3_write_only: [mojap-compute-production-dummy/reports/*]\nsecrets: [mail-password]\n",
  ),
};

/** The file of an example that docs/how-to/read-a-pull-request-preview.md shows. */
export function exampleFile(name: string): string {
  return resolve(ROOT, "docs/examples/pull-request-comments", `${name}.md`);
}

/** A comment without the commit and the count, which change with each commit of this repository. */
export function withoutCounts(text: string): string {
  return text.replace(/main \([0-9a-f]{10}\)/, "main").replace(/\d+ as before/, "all others as before");
}
