import { RULES } from "./rules";
import type { PolicedResource, Violation } from "./rules/rule";

/** A violation with its resource. */
export interface Finding extends Violation {
  /** Name of the rule. */
  readonly rule: string;
  readonly resource: PolicedResource;
}

/** Checks resources against all rules; findings are in the order of the resources' URNs. */
export function checkResources(resources: readonly PolicedResource[]): Finding[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const findings = RULES.flatMap((rule): Finding[] =>
    "check" in rule
      ? resources.flatMap((resource) =>
          rule.check(resource).map((violation) => ({ ...violation, rule: rule.name, resource })),
        )
      : rule.checkStack(resources).flatMap(({ urn, ...violation }) => {
          const resource = byUrn.get(urn);
          return resource === undefined ? [] : [{ ...violation, rule: rule.name, resource }];
        }),
  );
  return findings.sort((a, b) => a.resource.urn.localeCompare(b.resource.urn));
}

/** A finding as one line: resource, property, fault and correction, rule. */
export function formatFinding({ resource: { type, name }, property, message, rule }: Finding): string {
  return `${type} ${name}: ${property}: ${message} [${rule}]`;
}
