import type { StackConfig } from "../../platform/config/stack.generated";
import { replacingInputs } from "../../platform/resource-types/resource-types";
import { properties } from "../../policies/pulumi/rules/rule";
import type { Preview } from "../../preview/run";
import { type Recorded, smallStackConfig, type STACKS } from "./mocks";
import { label } from "./preview";

/** Difference between the `resources.json` of two runs. */
export interface Impact {
  /** By URN, in order. */
  readonly changed: readonly { readonly before: Recorded; readonly after: Recorded }[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The difference that a change makes to a preview. */
export function compare(before: Preview, after: Preview): Impact {
  const earlier = new Map(before.registrations.map((resource) => [resource.urn, resource]));
  const later = new Set(after.registrations.map(({ urn }) => urn));
  return {
    changed: after.registrations.flatMap((resource) => {
      const previous = earlier.get(resource.urn);
      return previous === undefined || JSON.stringify(previous) === JSON.stringify(resource)
        ? []
        : [{ before: previous, after: resource }];
    }),
    added: after.registrations
      .filter(({ urn }) => !earlier.has(urn))
      .map(label)
      .sort(),
    removed: before.registrations
      .filter(({ urn }) => !later.has(urn))
      .map(label)
      .sort(),
  };
}

/** The input that a path such as `launchTemplate.id` names. */
function input(resource: Recorded, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => properties(value)[key], resource.inputs);
}

/** Resources that the provider would replace, with the inputs that make it. */
export function replaced({ changed }: Impact): string[] {
  return changed.flatMap(({ before, after }) =>
    (replacingInputs(after.type)?.always ?? [])
      .filter((path) => JSON.stringify(input(before, path)) !== JSON.stringify(input(after, path)))
      .map((path) => `${label(after)}: ${path}`),
  );
}

/** One node group of each kind: what a change does to the others does not depend on how many there are. */
export function withFewGroups(stack: (typeof STACKS)[number], config: StackConfig): void {
  config.cluster.nodeGroups = smallStackConfig(stack).cluster.nodeGroups;
}
