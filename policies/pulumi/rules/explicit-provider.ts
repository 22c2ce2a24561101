import type { ResourceRule } from "./rule";

/** Types without a provider: Pulumi's own, and the components of this repository. */
const WITHOUT_PROVIDER = /^(pulumi:|analytical-platform:)/;

/** The rule "no resource gets its account by default". */
export const explicitProvider: ResourceRule = {
  name: "explicit-provider",
  description: "Every resource names its provider, because with two accounts a default would be a guess.",
  check: ({ type, provider }) =>
    WITHOUT_PROVIDER.test(type) || (provider !== undefined && !provider.startsWith("default"))
      ? []
      : [
          {
            property: "provider",
            message: "created by a default provider: pass provider: providers.compute, providers.data or the cluster's",
          },
        ],
};
