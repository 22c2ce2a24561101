import { type PolicedResource, properties, type ResourceRule, values, type Violation } from "./rule";
import { isTaggable } from "../../../platform/resource-types/resource-types";
import { TAG_KEYS } from "../../../platform/tags";

/** Keys of the tags that every resource has. Only some have a tag Name. */
export const MANDATORY_TAGS = TAG_KEYS.filter((key) => key !== "Name");

/** Resources that start with an instance of a launch template. The tags of the template itself do not reach them. */
const LAUNCHED = ["instance", "network-interface", "volume"];

/** The rule "every resource has its tags from the beginning". */
export const mandatoryTags: ResourceRule = {
  name: "mandatory-tags",
  description: `Every resource that AWS can tag has the tags ${MANDATORY_TAGS.join(", ")}.`,
  check: (resource) => {
    const { type, inputs } = resource;
    if (!isTaggable(type)) {
      return [];
    }
    return [
      ...missing("tags", properties(inputs["tags"])),
      ...(type === "aws:ec2/launchTemplate:LaunchTemplate" ? missingOfLaunched(resource) : []),
    ];
  },
};

/** Instances, their volumes and network interfaces take their tags from the template's specifications. */
function missingOfLaunched({ inputs }: PolicedResource): Violation[] {
  const specifications = values(inputs["tagSpecifications"]).map(properties);
  return LAUNCHED.flatMap((kind) => {
    const specification = specifications.find(({ resourceType }) => resourceType === kind);
    return missing(`tagSpecifications (${kind})`, properties(specification?.["tags"]));
  });
}

function missing(property: string, tags: Readonly<Record<string, unknown>>): Violation[] {
  const keys = MANDATORY_TAGS.filter((key) => !(key in tags) || tags[key] === "");
  return keys.length === 0
    ? []
    : [
        {
          property,
          message: `without ${keys.join(", ")}: register withTags (infra/shared/tags.ts) before the first resource; for a type that AWS cannot tag, write the reason as untaggable in platform/resource-types/data/resource-types.json`,
        },
      ];
}
