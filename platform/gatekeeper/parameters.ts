import { LABEL_PREFIX } from "../names/kubernetes";
import { COMPUTE_PROFILES, NODE_POOL_LABEL } from "../compute-profiles";

/** A value that a Constraint gives its policy: JSON. */
export type ParameterValue = string | readonly string[] | { readonly [key: string]: ParameterValue };

/** Names of platform values that a policy may list in `policy.yaml`. Its Rego reads them from `input.parameters`. */
export type ParameterName = "computeProfiles" | "labels" | "nodePoolLabel" | "registries";

/** A value with its schema in the Constraint's kind (OpenAPI v3, as CustomResourceDefinitions take it). */
export interface Parameter {
  readonly schema: object;
  /** Its value in a Constraint. `registries` are those of the pods to which the Constraint applies. */
  readonly value: (registries: readonly string[]) => ParameterValue;
}

const TEXTS = { type: "object", additionalProperties: { type: "string" } };

/** Every value that policies may list. */
export const PARAMETERS: Readonly<Record<ParameterName, Parameter>> = {
  computeProfiles: {
    schema: {
      type: "object",
      description: "Every compute profile that is offered, with its node pool and what a pod of it asks for.",
      additionalProperties: {
        type: "object",
        required: ["nodePool", "resources"],
        properties: { nodePool: { type: "string" }, resources: TEXTS },
      },
    },
    value: () =>
      Object.fromEntries(
        COMPUTE_PROFILES.map(({ name, fleet, capacity, cpu, memoryGiB, gpus }) => [
          name,
          {
            nodePool: `${fleet}-${capacity}`,
            // States a number of GPUs for each profile: a profile without GPUs promises not to use any.
            resources: { cpu: String(cpu), memory: `${memoryGiB}Gi`, "nvidia.com/gpu": String(gpus) },
          },
        ]),
      ),
  },
  labels: {
    schema: {
      ...TEXTS,
      description: "Keys of the labels that say which project, workflow and computeProfile a pod has.",
    },
    value: () => ({
      project: `${LABEL_PREFIX}/project`,
      workflow: `${LABEL_PREFIX}/workflow`,
      computeProfile: `${LABEL_PREFIX}/compute-profile`,
    }),
  },
  nodePoolLabel: {
    schema: { type: "string", description: "Key of the label and the taint of the fleets' nodes." },
    value: () => NODE_POOL_LABEL,
  },
  registries: {
    schema: {
      type: "array",
      description: "Registries, each a host or a host and a path, that images may come from.",
      items: { type: "string" },
    },
    value: (registries) => registries,
  },
};
