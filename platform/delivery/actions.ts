import type { Access, AccountName } from "../names/delivery";
import { RESOURCE_TYPES } from "../resource-types/resource-types";

/** Every action that a role needs in an account, in order. */
export function actionsOf(account: AccountName, access: Access): string[] {
  const needed = Object.values(RESOURCE_TYPES)
    .flatMap(({ deliveryActions }) => deliveryActions ?? [])
    .filter(({ accounts }) => accounts.includes(account))
    .flatMap((type) =>
      access === "plan" ? type.read : [...type.create, ...type.read, ...type.update, ...type.delete],
    );
  return [...new Set(needed)].sort();
}
