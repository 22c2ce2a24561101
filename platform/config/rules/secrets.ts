import type { Finding } from "../../../diagnostics/problem";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/** AWS replicates keys and secrets to other regions only. */
export function secretsFindings({ accounts, workflows }: StackConfig): Finding[] {
  const { region } = accounts.data;
  return workflows.secrets.replicaRegion === region
    ? [
        broken(
          "replica-in-same-region",
          ["workflows", "secrets", "replicaRegion"],
          `${region} is where the secrets are (accounts.data.region), and AWS refuses a replica there: write another region`,
        ),
      ]
    : [];
}
