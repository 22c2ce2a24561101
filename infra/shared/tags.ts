import type * as pulumi from "@pulumi/pulumi";

import { isTaggable } from "../../platform/resource-types/resource-types";
import { type TagMap, tooManyTags } from "../../platform/tags";

/**
 * Gives every resource that AWS can tag the stack's tags. A resource states only its own, such as `Name`, which win over
 * the stack's. Throws if AWS would refuse that many.
 */
export function withTags(stackTags: TagMap): pulumi.ResourceTransformation {
  return ({ type, name, props, opts }) => {
    if (!isTaggable(type)) {
      return undefined;
    }
    const inputs = props as { readonly tags?: TagMap };
    const problem = tooManyTags(type, Object.keys(stackTags), Object.keys(inputs.tags ?? {}));
    if (problem !== undefined) {
      throw new Error(`${type} ${name} has ${problem}`);
    }
    return { props: { ...inputs, tags: { ...stackTags, ...inputs.tags } }, opts };
  };
}
