/** Properties from Pulumi's engine, or from the record of the offline preview. */
export type Properties = Readonly<Record<string, unknown>>;

/** Type of the object by which Karpenter starts instances, as a launch template starts those of a node group. */
export const NODE_CLASS = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";

/** A resource for a rule: the same in a real preview, in an update and offline. */
export interface PolicedResource {
  readonly urn: string;
  readonly type: string;
  /** Name in Pulumi. */
  readonly name: string;
  readonly inputs: Properties;
  readonly protect: boolean;
  /** Name of the provider; undefined for components and for providers themselves. */
  readonly provider: string | undefined;
  /** URNs of the resources that it depends on. */
  readonly dependsOn: readonly string[];
}

/** A breach of a rule by a resource. */
export interface Violation {
  /** Path of the property, such as `metadataOptions.httpTokens`, or the name of a resource option. */
  readonly property: string;
  /** The fault, and the correction. */
  readonly message: string;
}

interface RuleDescription {
  /** Name of the policy: lower-case words with hyphens. */
  readonly name: string;
  /** The state that the rule ensures, as one sentence. */
  readonly description: string;
}

/** A rule about one resource. It reads only the inputs that it needs: reading an unknown value in a real preview throws. */
export interface ResourceRule extends RuleDescription {
  readonly check: (resource: PolicedResource) => readonly Violation[];
}

/** A rule about all resources together. */
export interface StackRule extends RuleDescription {
  readonly checkStack: (resources: readonly PolicedResource[]) => readonly (Violation & { readonly urn: string })[];
}

export type Rule = ResourceRule | StackRule;

/** A value as a map of properties; {} for anything else. */
export function properties(value: unknown): Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : {};
}

/** Values of a list. As in IAM, a single value is a list of one; a missing value is an empty list. */
export function values(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value) ? value : [value];
}

/** A boolean, which some properties of the AWS provider write as text. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}
