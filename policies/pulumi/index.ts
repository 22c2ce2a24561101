import { type Policies, PolicyPack, type PolicyResource, type ResourceValidationArgs } from "@pulumi/policy";

import { RULES } from "./rules";
import type { PolicedResource, Properties, Rule } from "./rules/rule";

/**
 * Components of the eks package. The engine checks the resources that they create. The offline preview does not see those
 * resources, so it checks the components' own inputs.
 */
const COMPONENTS_OF_PACKAGES = /^eks:index:/;

/** A resource as the engine describes it, for the rules. */
function policed(
  { urn, type, name, props, opts, provider }: Omit<ResourceValidationArgs | PolicyResource, "dependencies">,
  dependsOn: readonly string[],
): PolicedResource {
  return {
    urn,
    type,
    name,
    inputs: props as Properties,
    protect: opts.protect,
    provider: provider?.name,
    dependsOn,
  };
}

function isPoliced({ type }: { readonly type: string }): boolean {
  return !COMPONENTS_OF_PACKAGES.test(type);
}

/** The text that the engine shows after the rule's description. */
function text({ property, message }: { readonly property: string; readonly message: string }): string {
  return `${property}: ${message}`;
}

/** A rule as a policy of the engine. A check of an unknown value is advisory in a preview, and mandatory in the update. */
function toPolicy(rule: Rule): Policies[number] {
  const { name, description } = rule;
  return "check" in rule
    ? {
        name,
        description,
        validateResource: (args, report) => {
          if (isPoliced(args)) {
            rule.check(policed(args, [])).forEach((violation) => {
              report(text(violation));
            });
          }
        },
      }
    : {
        name,
        description,
        validateStack: ({ resources }, report) => {
          const all = resources.filter(isPoliced).map((resource) =>
            policed(
              resource,
              resource.dependencies.map(({ urn }) => urn),
            ),
          );
          rule.checkStack(all).forEach((violation) => {
            report(text(violation), violation.urn);
          });
        },
      };
}

new PolicyPack("analytical-platform-airflow", {
  description: "Rules for every environment of Analytical Platform Airflow",
  enforcementLevel: "mandatory",
  policies: RULES.map(toPolicy),
});
