import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const ORGANISATION = "platform/organisation.json";

/** The values of an organisation that code, messages, pages and DAGs share. */
export interface Organisation {
  readonly name: string;
  /** Values of a manifest's `tags.business_unit`. */
  readonly businessUnits: readonly [string, ...string[]];
  /** Domains of a manifest's `tags.owner`, and of addresses that get notifications unless a stack has its own. */
  readonly ownerDomains: readonly [string, ...string[]];
  /** GitHub organisations whose repositories workflows may run, unless a stack has its own. */
  readonly githubOrganisations: readonly [string, ...string[]];
  /** Domain at the end of the names of labels: `airflow.<domain>/workflow`, `compute.<domain>/node-pool`. */
  readonly labelDomain: string;
  /** Slack channel in which authors ask, for the pages. */
  readonly supportChannel: string;
  /** Environment variables of every container. A manifest may override each. */
  readonly containerEnvironment: Readonly<Record<string, string>>;
  /** A manifest whose image exists, for `npm run new` and the schema's examples. */
  readonly example: { readonly repository: string; readonly businessUnit: string; readonly owner: string };
}

/** Reads the organisation's values. */
export function readOrganisation(root: string): Organisation {
  return JSON.parse(readFileSync(resolve(root, ORGANISATION), "utf8")) as Organisation;
}
