import type { ListedDag } from "../active-dags/dag-list";
import { readDagList } from "../active-dags/dag-list";
import { UsageError } from "../../diagnostics/usage-error";

/** Secrets by name, with the ARN that AWS gave each. */
export type SecretArns = ReadonlyMap<string, string>;

/** The state of the present platform, as far as somebody gave lists of it. */
export interface PresentState {
  readonly secrets: SecretArns | undefined;
  /** Names of the roles of the data account. */
  readonly roles: ReadonlySet<string> | undefined;
  readonly dags: ReadonlyMap<string, ListedDag> | undefined;
}

/**
 * Reads the names in the output of `aws iam list-roles`.
 *
 * @throws UsageError for another file
 */
export function readRoleNames(text: string, file: string): ReadonlySet<string> {
  const problem = new UsageError(`${file} is not the output of aws iam list-roles --output json`);
  try {
    const { Roles: roles } = JSON.parse(text) as { Roles?: { RoleName?: unknown }[] };
    if (Array.isArray(roles) && roles.every(({ RoleName }) => typeof RoleName === "string")) {
      return new Set(roles.map(({ RoleName }) => String(RoleName)));
    }
  } catch {
    throw problem;
  }
  throw problem;
}

/**
 * Reads the DAGs of one list of Airflow.
 *
 * @throws UsageError for another file
 */
export function readDags(text: string, file: string): readonly ListedDag[] {
  const list = readDagList(text);
  if (list === undefined) {
    throw new UsageError(`${file} is not a list of DAGs; npm run active-dags -- --help names the lists that it reads`);
  }
  return list.dags;
}
