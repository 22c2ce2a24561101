import type { Finding } from "../../../diagnostics/problem";
import { TAG_KEYS } from "../../tags";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/** Rules for the workflows' secrets: where they are replicated, and the tag that tells maintainers apart. */
export function secretsFindings({ accounts, workflows }: StackConfig): Finding[] {
  const { region } = accounts.data;
  const { maintainerPrincipalTag, replicaRegion } = workflows.secrets;
  // IAM ignores the case of tag keys.
  const ownTag = TAG_KEYS.find((key) => key.toLowerCase() === maintainerPrincipalTag.toLowerCase());
  return [
    ...(replicaRegion === region
      ? [
          broken(
            "replica-in-same-region",
            ["workflows", "secrets", "replicaRegion"],
            `${region} is where the secrets are (accounts.data.region), and AWS refuses a replica there: write another region`,
          ),
        ]
      : []),
    ...(ownTag === undefined
      ? []
      : [
          broken(
            "maintainer-tag-of-the-platform",
            ["workflows", "secrets", "maintainerPrincipalTag"],
            `${maintainerPrincipalTag} is a tag that deployments set on roles, so a deployment could make a maintainer: write the tag that the sign-in to the data account sets`,
          ),
        ]),
  ];
}
