import type { Preview } from "../../../preview/run";
import { STACKS } from "../../support/mocks";
import { karpenterPreview, WITH_KARPENTER } from "../../support/karpenter";
import { previewOf } from "../../support/preview";

/** The previews of all stacks and of {@link WITH_KARPENTER}, one after the other: the runtime of the SDK has one stack at a time. */
export async function previewsOfAll(): Promise<ReadonlyMap<string, Preview>> {
  const previews = new Map<string, Preview>();
  for (const stack of STACKS) {
    previews.set(stack, await previewOf(stack));
  }
  previews.set(WITH_KARPENTER, await karpenterPreview());
  return previews;
}
