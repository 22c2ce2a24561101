import type { Finding } from "../../../diagnostics/problem";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";
import { environmentName } from "../../names/environment";

/** Checks `accounts` and `tags`. */
export function accountFindings(environment: string, { accounts, tags }: StackConfig): Finding[] {
  const { compute, data } = accounts;
  const profiles =
    compute.id === data.id || data.profile !== undefined
      ? []
      : [
          broken(
            "no-profile",
            ["accounts", "data"],
            `the caller's credentials are those of ${compute.id} (accounts.compute.id), and the data account is another, ${data.id}: ` +
              `write profile: ${environmentName(environment, "data")}, and make that profile`,
          ),
        ];
  const production = environment === "production";
  return tags.isProduction === production
    ? profiles
    : [
        ...profiles,
        broken(
          "is-production",
          ["tags", "isProduction"],
          `the stack is ${environment}, so isProduction is ${production}: write isProduction: ${production}`,
        ),
      ];
}
