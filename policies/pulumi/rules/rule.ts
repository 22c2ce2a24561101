/** Properties as Pulumi's engine sends them, or the offline preview records them. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource as a rule sees it, in a real preview, in an update and offline. */
export interface PolicedResource {
  readonly urn: string;
  readonly type: string;
  /** Name in Pulumi. */
  readonly name: string;
  readonly inputs: Properties;
  readonly protect: boolean;
  /** Name of the provider; undefined where it has none, as components and providers themselves. */
  readonly provider: string | undefined;
  /** URNs of what it depends on. */
  readonly dependsOn: readonly string[];
}

/** What a rule has against a resource. */
export interface Violation {
  /** Path of the property, such as `metadataOptions.httpTokens`; an option of the resource by its name. */
  readonly property: string;
  /** What is wrong, and what to write instead. */
  readonly message: string;
}

interface RuleDescription {
  /** Name of the policy: lower-case words with hyphens. */
  readonly name: string;
  /** What always holds, as one sentence. */
  readonly description: string;
}

/** A rule about one resource. It reads only what it needs: in a real preview a value may be unknown, and reading it throws. */
export interface ResourceRule extends RuleDescription {
  readonly check: (resource: PolicedResource) => readonly Violation[];
}

/** A rule about resources together. */
export interface StackRule extends RuleDescription {
  readonly checkStack: (resources: readonly PolicedResource[]) => readonly (Violation & { readonly urn: string })[];
}

export type Rule = ResourceRule | StackRule;

/** A value where it is a map of properties, else none. */
export function properties(value: unknown): Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : {};
}

/** Values of a list; a single value is a list of one, as IAM has it, and a missing one an empty list. */
export function values(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value) ? value : [value];
}

/** A boolean that some properties of the AWS provider have as text. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}
