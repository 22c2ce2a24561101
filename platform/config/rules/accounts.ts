import type { Finding } from "../../../diagnostics/problem";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";
import { environmentName } from "../../names/environment";

/** A data account of its own needs credentials of its own. */
export function profileFindings(environment: string, { accounts: { compute, data } }: StackConfig): Finding[] {
  return compute.id === data.id || data.profile !== undefined
    ? []
    : [
        broken(
          "no-profile",
          ["accounts", "data"],
          `the caller's credentials are those of ${compute.id} (accounts.compute.id), and the data account is another, ${data.id}: ` +
            `write profile: ${environmentName(environment, "data")}, and make that profile`,
        ),
      ];
}

/** The tag `is-production` fits the stack's name. */
export function productionFindings(environment: string, { tags }: StackConfig): Finding[] {
  const production = environment === "production";
  return tags.isProduction === production
    ? []
    : [
        broken(
          "is-production",
          ["tags", "isProduction"],
          `the stack is ${environment}, so isProduction is ${production}: write isProduction: ${production}`,
        ),
      ];
}
