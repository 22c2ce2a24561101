import table from "./data/actions.json";
import type { Access, AccountName } from "../names/delivery";

/** Actions of AWS that the provider needs for one type of resource. */
export interface TypeActions {
  /** Accounts in which the program makes such resources. */
  readonly accounts: readonly AccountName[];
  readonly create: readonly string[];
  /** To compare with AWS, in a preview with `--refresh` or before an update. */
  readonly read: readonly string[];
  readonly update: readonly string[];
  /** Empty if the program protects the resource or leaves it behind. A person deletes those. */
  readonly delete: readonly string[];
}

/**
 * Actions by type of resource, written from the source of the AWS provider's resources and AWS's guides to EKS and MWAA.
 * A version of a secret is read by its value, whoever asks: no `read` of it, so that a plan sees no secret.
 */
export const TYPE_ACTIONS = table as Readonly<Record<string, TypeActions>>;

/** Every action that a role needs in an account, in order. */
export function actionsOf(account: AccountName, access: Access): string[] {
  const needed = Object.values(TYPE_ACTIONS)
    .filter(({ accounts }) => accounts.includes(account))
    .flatMap((type) =>
      access === "plan" ? type.read : [...type.create, ...type.read, ...type.update, ...type.delete],
    );
  return [...new Set(needed)].sort();
}
