import type { Finding } from "../../../workflow/problem";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/** What has to hold in `accounts` and `tags`. */
export function accountFindings(environment: string, { accounts, tags }: StackConfig): Finding[] {
  const roles = (["compute", "data"] as const).flatMap((name) => {
    const { id, assumeRoleArn } = accounts[name];
    return assumeRoleArn === undefined || assumeRoleArn.split(":")[4] === id
      ? []
      : [
          broken(
            "role-of-another-account",
            ["accounts", name, "assumeRoleArn"],
            `${assumeRoleArn} is not a role of account ${id} (accounts.${name}.id): write a role of that account`,
          ),
        ];
  });
  const production = environment === "production";
  return tags.isProduction === production
    ? roles
    : [
        ...roles,
        broken(
          "is-production",
          ["tags", "isProduction"],
          `the stack is ${environment}, so isProduction is ${production}: write isProduction: ${production}`,
        ),
      ];
}
