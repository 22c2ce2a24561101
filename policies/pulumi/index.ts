import { type Policies, PolicyPack, type PolicyResource, type ResourceValidationArgs } from "@pulumi/policy";

import { RULES } from "./rules";
import type { PolicedResource, Properties, Rule } from "./rules/rule";

/**
 * Components of the eks package: their inputs stay inside the package, and the engine asks about everything that they make.
 * Only the offline preview, which sees nothing of that, holds the components themselves against the rules.
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

/** The text under which the engine shows a violation, after the rule's description. */
function text({ property, message }: { readonly property: string; readonly message: string }): string {
  return `${property}: ${message}`;
}

/** A rule as a policy of the engine. A value that is unknown in a preview is advisory there, and held in the update. */
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
  description: "What every environment of Analytical Platform Airflow holds to",
  enforcementLevel: "mandatory",
  policies: RULES.map(toPolicy),
});
