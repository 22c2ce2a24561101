import { type PolicedResource, properties, type Properties, values } from "./rule";

/** A statement that a rule checks. Its content is what somebody wrote, and may be malformed. */
export interface PolicedStatement {
  /** The property that contains the policy, and the statement's Sid or number. */
  readonly property: string;
  readonly effect: unknown;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Properties;
  readonly content: Properties;
}

/** Properties that hold policies. */
const POLICIES = ["policy", "assumeRolePolicy"];

/** Every statement of the policies that a resource of AWS carries: permissions, trust, and a resource's own policy. */
export function statementsOf({ type, inputs }: PolicedResource): PolicedStatement[] {
  if (!type.startsWith("aws:")) {
    return [];
  }
  return POLICIES.filter((property) => property in inputs).flatMap((property) =>
    values(document(inputs[property])["Statement"])
      .map(properties)
      .map((content, index) => ({
        property: `${property} (${typeof content["Sid"] === "string" ? content["Sid"] : `statement ${index + 1}`})`,
        effect: content["Effect"],
        actions: values(content["Action"]).map(String),
        resources: values(content["Resource"]).map(String),
        conditions: properties(content["Condition"]),
        content,
      })),
  );
}

/** A policy is JSON text, and in some types a map; the provider itself refuses anything else. */
function document(policy: unknown): Properties {
  if (typeof policy !== "string") {
    return properties(policy);
  }
  try {
    return properties(JSON.parse(policy));
  } catch {
    return {};
  }
}
