import type { Finding } from "../../../workflow/problem";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/** What has to hold in `accounts` and `tags`. */
export function accountFindings(environment: string, { accounts, tags }: StackConfig): Finding[] {
  const { compute, data } = accounts;
  const profiles =
    compute.id === data.id || compute.profile !== data.profile
      ? []
      : [
          broken(
            "one-profile",
            ["accounts", "data"],
            `accounts ${compute.id} and ${data.id} are reached with the same credentials, which belong to one of them: ` +
              `write profile: airflow-${environment}-data`,
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
