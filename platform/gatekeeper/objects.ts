import { WORKFLOW_NAMESPACE } from "../names/kubernetes";
import { type ParameterValue, PARAMETERS } from "./parameters";
import type { Policy } from "./policy-folder";
import { EXEMPT_NAMESPACES } from "./webhook";

/**
 * Effect of a policy on a pod that breaks it: `deny` refuses it, `warn` admits it with a warning to its creator, and
 * `dryrun` leaves it to the audit.
 */
export type EnforcementAction = "deny" | "dryrun" | "warn";

/** Settings of an environment that the policies' objects depend on. */
export interface PolicySettings {
  /** URL of the repository, in which refusals point to the policy's page. */
  readonly sourceCode: string;
  /** Enforcement for workflows' pods. */
  readonly enforcement: EnforcementAction;
  /** Enforcement of single policies by name, which overrides it. */
  readonly exceptions: Readonly<Record<string, EnforcementAction>>;
  /** Registries of workflows' images, and of all other images. */
  readonly registries: { readonly workflows: readonly string[]; readonly elsewhere: readonly string[] };
  /** Namespaces, besides `EXEMPT_NAMESPACES`, to which no policy applies. */
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
        // Gatekeeper creates the kind of the following Constraints from this template.
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

/** A Constraint: it applies a policy to some pods. */
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
    // Only audits: this repository's charts decide which pods the system runs, and these must not wait for a webhook.
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
    // Start of a refusal's text, in brackets.
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
