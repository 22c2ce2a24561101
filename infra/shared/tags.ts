import type * as pulumi from "@pulumi/pulumi";

import { isTaggable } from "../../platform/resource-types/resource-types";
import type { TagMap } from "../../platform/tags";

/**
 * Gives every resource that AWS can tag the stack's tags. A resource states only its own, such as `Name`, which win over
 * the stack's.
 */
export function withTags(stackTags: TagMap): pulumi.ResourceTransformation {
  return ({ type, props, opts }) => {
    if (!isTaggable(type)) {
      return undefined;
    }
    const inputs = props as { readonly tags?: TagMap };
    return { props: { ...inputs, tags: { ...stackTags, ...inputs.tags } }, opts };
  };
}
