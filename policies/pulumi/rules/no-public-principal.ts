import { properties, type Properties, type ResourceRule, values } from "./rule";
import { statementsOf } from "./policy-statements";

/** Condition keys that narrow "everyone" to one account or organisation. */
const NARROWING = [
  "aws:PrincipalAccount",
  "aws:PrincipalOrgID",
  "aws:SourceAccount",
  "aws:SourceArn",
  "kms:CallerAccount",
];

/** Operators that compare with values. Operators that also admit a missing key do not narrow. */
const EQUALS = ["StringEquals", "ArnEquals", "ArnLike"];

/** The rule "no resource is open to every AWS principal". */
export const noPublicPrincipal: ResourceRule = {
  name: "no-public-principal",
  description: "No policy admits every principal without a condition that narrows it to an account.",
  check: (resource) =>
    statementsOf(resource)
      .filter(({ effect, content }) => effect === "Allow" && isEveryone(content))
      .filter(({ conditions }) => !isNarrowed(conditions))
      .map(({ property }) => ({
        property,
        message: `admits everyone: name the principals, or add a condition StringEquals on ${NARROWING.slice(0, 2).join(" or ")}`,
      })),
};

function isEveryone({ Principal, ...content }: Properties): boolean {
  return "NotPrincipal" in content || Principal === "*" || values(properties(Principal)["AWS"]).includes("*");
}

function isNarrowed(conditions: Properties): boolean {
  return EQUALS.some((operator) => NARROWING.some((key) => key in properties(conditions[operator])));
}
