import { WORKFLOW_NAMESPACE } from "../names/kubernetes";
import { type ParameterValue, PARAMETERS } from "./parameters";
import type { Policy } from "./policy-folder";
import { EXEMPT_NAMESPACES } from "./webhook";

/** What becomes of a pod that breaks a policy: refused, admitted with a warning to its creator, or only found by audit. */
export type EnforcementAction = "deny" | "dryrun" | "warn";

/** What of an environment the policies' objects depend on. */
export interface PolicySettings {
  /** URL of the repository, in which refusals point to the policy's page. */
  readonly sourceCode: string;
  /** What becomes of a pod of a workflow that breaks a policy. */
  readonly enforcement: EnforcementAction;
  /** Enforcement of single policies, by name, in place of that. */
  readonly exceptions: Readonly<Record<string, EnforcementAction>>;
  /** Registries that images of workflows may come from, and images of all else. */
  readonly registries: { readonly workflows: readonly string[]; readonly elsewhere: readonly string[] };
  /** Namespaces beside `EXEMPT_NAMESPACES` that no policy is about. */
  readonly exemptNamespaces: readonly string[];
}

/** The kind of a policy's Constraints, which Gatekeeper makes when it reads the template: `PrivilegedContainers`. */
export function constraintKind({ name }: Pick<Policy, "name">): string {
  return name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** URL of the page that a refusal points to. */
export function policyPage(sourceCode: string, { name }: Pick<Policy, "name">): string {
  return `${sourceCode.replace(/\/+$/, "")}/blob/main/policies/gatekeeper/${name}/README.md`;
}

/** The ConstraintTemplate of a policy: its Rego, and the kind of its Constraints. */
export function constraintTemplate(policy: Policy) {
  const kind = constraintKind(policy);
  return {
    apiVersion: "templates.gatekeeper.sh/v1",
    kind: "ConstraintTemplate",
    metadata: {
      // Gatekeeper insists on this name.
      name: kind.toLowerCase(),
      annotations: {
        description: policy.title,
        // The Constraints that follow are of a kind that is there only once Gatekeeper has read this.
        "pulumi.com/waitFor": "jsonpath={.status.created}=true",
      },
    },
    spec: {
      crd: {
        spec: {
          names: { kind },
          validation: {
            openAPIV3Schema: {
              type: "object",
              required: ["page", ...policy.parameters],
              properties: {
                page: { type: "string", description: "URL of the page that says how to fix a refusal." },
                ...Object.fromEntries(policy.parameters.map((name) => [name, PARAMETERS[name].schema])),
              },
            },
          },
        },
      },
      targets: [
        {
          target: "admission.k8s.gatekeeper.sh",
          code: [{ engine: "Rego", source: { version: "v1", rego: policy.rego, libs: [...policy.libraries] } }],
        },
      ],
    },
  };
}

/** A Constraint: a policy, held to some pods. */
export interface Constraint {
  readonly apiVersion: "constraints.gatekeeper.sh/v1beta1";
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly enforcementAction: EnforcementAction;
    readonly match: object;
    readonly parameters: Readonly<Record<string, ParameterValue>>;
  };
}

/** The Constraints of a policy: one for the workflows and, where it applies to every namespace, one that audits the others. */
export function constraints(policy: Policy, settings: PolicySettings): Constraint[] {
  const { enforcement, exceptions, registries, exemptNamespaces } = settings;
  const ofWorkflows = constraint(policy, policy.name, settings.sourceCode, {
    enforcementAction: exceptions[policy.name] ?? enforcement,
    match: { namespaces: [WORKFLOW_NAMESPACE] },
    registries: registries.workflows,
  });
  if (policy.appliesTo === "workflows") {
    return [ofWorkflows];
  }
  const elsewhere = constraint(policy, `${policy.name}-elsewhere`, settings.sourceCode, {
    // Never more: what the system runs is decided by this repository's charts, and must not wait for a webhook.
    enforcementAction: "dryrun",
    match: { excludedNamespaces: [WORKFLOW_NAMESPACE, ...EXEMPT_NAMESPACES, ...exemptNamespaces] },
    registries: registries.elsewhere,
  });
  return [ofWorkflows, elsewhere];
}

interface ConstraintArgs {
  readonly enforcementAction: EnforcementAction;
  readonly match: object;
  readonly registries: readonly string[];
}

function constraint(
  policy: Policy,
  name: string,
  sourceCode: string,
  { enforcementAction, match, registries }: ConstraintArgs,
): Constraint {
  return {
    apiVersion: "constraints.gatekeeper.sh/v1beta1",
    kind: constraintKind(policy),
    // What a refusal begins with, in brackets.
    metadata: { name },
    spec: {
      enforcementAction,
      match: { kinds: [{ apiGroups: [""], kinds: ["Pod"] }], ...match },
      parameters: {
        page: policyPage(sourceCode, policy),
        ...Object.fromEntries(
          policy.parameters.map((parameter) => [parameter, PARAMETERS[parameter].value(registries)]),
        ),
      },
    },
  };
}
