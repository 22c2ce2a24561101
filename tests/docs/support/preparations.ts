import type { TemporaryRepository } from "../../support/temporary-repository";
import type { Fence } from "./pages";

/** Does what a page takes for granted, or asks for in its prose, before its commands. */
export type Preparation = (repository: TemporaryRepository, fences: readonly Fence[]) => void;

/** By page. */
export const PREPARATIONS: Readonly<Record<string, Preparation>> = {
  "docs/how-to/read-a-pull-request-preview.md": (repository) => {
    repository.edit("manifests/production/examples/pipeline/workflow.yml", (text) =>
      text
        .replace('"30 4 * * MON-FRI"', '"@hourly"')
        .replace("mojap-compute-production-dummy/input/*", "mojap-compute-production-dummy/*"),
    );
  },
  "docs/platform/upgrade-airflow.md": (repository) => {
    repository.edit("Pulumi.development.yaml", (text) => text.replace("version: 3.0.6", "version: 2.11.0"));
    repository.commit("the version before");
  },
};

/** The stack whose file a page is about: development, where the page does not need what only another has. */
export function stackOf(page: string): string {
  return page === "docs/platform/accept-a-transit-gateway.md" ? "test" : "development";
}
