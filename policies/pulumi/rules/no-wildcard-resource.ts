import { ACTIONS_WITHOUT_RESOURCE } from "../../../platform/iam/actions-without-resource";
import { isBoundary } from "./role-boundary-policy";
import type { ResourceRule } from "./rule";
import { statementsOf } from "./policy-statements";

/** In the policy of one of these `*` is the resource itself. */
const OWN_POLICY = ["aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:secretsmanager/secret:Secret"];

/** `*` alone, or an ARN that only names the service. */
const EVERYTHING = /^(\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:\*)$/;

/**
 * Actions that may be permitted on every resource although AWS knows narrower ones. GetBucketLocation tells only a bucket's region;
 * with `compatibility.athenaBuckets`, tools ask for the region of each bucket of the account.
 */
const HARMLESS_EVERYWHERE = ["s3:GetBucketLocation"];

/** The rule "no permission is for every resource if AWS supports a narrower one". */
export const noWildcardResource: ResourceRule = {
  name: "no-wildcard-resource",
  description:
    "Only a permissions boundary permits an action on every resource, except for actions to which AWS gives no resource, and for the region of a bucket.",
  check: (resource) =>
    OWN_POLICY.includes(resource.type) || isBoundary(resource)
      ? []
      : statementsOf(resource)
          .filter(({ effect }) => effect === "Allow")
          .flatMap(({ property, actions, resources, content }) => {
            const everything = resources.filter((arn) => EVERYTHING.test(arn));
            const narrower = actions.filter(
              (action) => ACTIONS_WITHOUT_RESOURCE[action] === undefined && !HARMLESS_EVERYWHERE.includes(action),
            );
            return [
              ...(everything.length > 0 && narrower.length > 0
                ? [
                    {
                      property,
                      message: `${narrower.join(", ")} on ${everything.join(", ")}: name the resources; an action without resources in AWS's reference belongs in platform/iam/actions-without-resource.ts, with the reason`,
                    },
                  ]
                : []),
              ...("NotResource" in content
                ? [{ property, message: "NotResource permits everything else: name the resources" }]
                : []),
            ];
          }),
};
