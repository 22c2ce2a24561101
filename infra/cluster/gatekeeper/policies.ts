import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { formatProblem } from "../../../diagnostics/problem";
import type { AdmissionPoliciesConfig } from "../../../platform/config/stack.generated";
import { constraints, constraintTemplate } from "../../../platform/gatekeeper/objects";
import { readPolicies } from "../../../platform/gatekeeper/policy-folder";

export interface PoliciesArgs {
  readonly config: AdmissionPoliciesConfig;
  /** Registry that the workflows' images are pushed to. */
  readonly workflowRegistry: string;
  /** URL of the repository, in which refusals point to the policy's page. */
  readonly sourceCode: string;
  /** Gatekeeper, ready: it creates the kinds of the Constraints. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * The admission policies: for each folder of `policies/gatekeeper` a ConstraintTemplate, and when Gatekeeper has taken that
 * up, its Constraints. Deleted in the reverse order. Returns the Constraints: what they guard can come after them.
 *
 * @throws pulumi.RunError with every problem of the folders.
 */
export function createPolicies(args: PoliciesArgs, opts: pulumi.CustomResourceOptions): pulumi.Resource[] {
  const { config, after } = args;
  const { policies, problems } = readPolicies();
  if (problems.length > 0) {
    throw new pulumi.RunError(
      `the admission policies have ${problems.length} error(s):\n${problems.map((problem) => `  ${formatProblem(problem)}`).join("\n")}`,
    );
  }
  const settings = {
    sourceCode: args.sourceCode,
    enforcement: config.enforcement,
    exceptions: config.exceptions,
    registries: {
      workflows: [args.workflowRegistry, ...config.workflowRegistries],
      elsewhere: config.systemRegistries,
    },
    exemptNamespaces: config.exemptNamespaces,
  };
  return policies.flatMap((policy) => {
    const template = new kubernetes.apiextensions.CustomResource(policy.name, constraintTemplate(policy), {
      ...opts,
      dependsOn: [...after],
    });
    return constraints(policy, settings).map(
      (constraint) =>
        new kubernetes.apiextensions.CustomResource(
          constraint.metadata.name,
          { ...constraint, metadata: { ...constraint.metadata }, spec: { ...constraint.spec } },
          { ...opts, dependsOn: [template] },
        ),
    );
  });
}
