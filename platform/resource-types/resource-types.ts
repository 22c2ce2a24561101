import type { AccountName } from "../names/delivery";
import table from "./data/resource-types.json";

/** How AWS charges for a resource: while it exists, by its use, or not at all. */
export type Cost = "fixed" | "use" | "free";

/** Inputs whose change makes the provider create a new resource. A path with a dot names an input within another. */
export interface ReplacingInputs {
  /** Inputs that always do. */
  readonly always: readonly string[];
  /** Inputs that do so for some values only. */
  readonly sometimes?: readonly string[];
  /** Whether the lists leave inputs out, as for a component, whose inputs no schema describes. */
  readonly partial?: boolean;
  /** File of the provider that says so, in a repository that `sources` of the table names. */
  readonly source: string;
}

/** Actions of AWS that the provider needs for one type of resource. */
export interface DeliveryActions {
  /** Accounts in which the program makes such resources. */
  readonly accounts: readonly AccountName[];
  readonly create: readonly string[];
  /**
   * To compare with AWS, in a preview with `--refresh` or before an update. A version of a secret has none: its value
   * would be read, and a plan must see no secret.
   */
  readonly read: readonly string[];
  readonly update: readonly string[];
  /** Empty if the program protects the resource or leaves it behind. A person deletes those. */
  readonly delete: readonly string[];
}

/** Facts about one type of resource. */
export interface ResourceType {
  /** Its name for people, in the singular. */
  readonly noun: string;
  /** Absent for types of Kubernetes, which cost nothing by themselves. */
  readonly cost?: Cost;
  /** Why AWS cannot tag it; absent where AWS can. */
  readonly untaggable?: string;
  /** The loss that a deletion would cause: such resources are protected. */
  readonly loss?: string;
  /** Input that names the KMS key which encrypts it. */
  readonly keyInput?: string;
  /** Whether it takes a permissions boundary. */
  readonly permissionsBoundary?: boolean;
  /** Absent for types of Kubernetes, and for what a component makes: the component's row has its actions. */
  readonly deliveryActions?: DeliveryActions;
  /** Absent where nobody has read it in the provider's source. */
  readonly replacement?: ReplacingInputs;
  /** Another name that the provider has for the same type. */
  readonly formerName?: string;
  /** Packaged component that registers it: the engine sees it, and the offline preview does not. */
  readonly madeBy?: string;
}

/** Every type that a stack registers, by its token; a `*` at the end of a token stands for any kind. */
export const RESOURCE_TYPES = table.types as Readonly<Record<string, ResourceType>>;

const BY_FORMER_NAME = new Map(Object.values(RESOURCE_TYPES).map((row) => [row.formerName, row]));

/** The row of a type, also under its former name; `undefined` for a type that no stack registers. */
export function resourceType(type: string): ResourceType | undefined {
  return (
    RESOURCE_TYPES[type] ?? BY_FORMER_NAME.get(type) ?? RESOURCE_TYPES[`${type.slice(0, type.lastIndexOf(":"))}:*`]
  );
}

/** Values of one column, by the tokens of the types that have one, former names included. */
export function column<Key extends keyof ResourceType>(
  key: Key,
): Readonly<Record<string, NonNullable<ResourceType[Key]>>> {
  const values: Record<string, NonNullable<ResourceType[Key]>> = {};
  for (const [type, row] of Object.entries(RESOURCE_TYPES)) {
    const value = row[key];
    if (value !== undefined) {
      values[type] = value;
      if (row.formerName !== undefined) {
        values[row.formerName] = value;
      }
    }
  }
  return values;
}

/** Whether AWS can tag resources of a type. A type without a row counts as one that can. */
export function isTaggable(type: string): boolean {
  return (type.startsWith("aws:") || type === "eks:index:Cluster") && resourceType(type)?.untaggable === undefined;
}

/** Inputs that force a new resource of a type; `undefined` where the table does not know. */
export function replacingInputs(type: string): Omit<ReplacingInputs, "source"> | undefined {
  const row = resourceType(type)?.replacement;
  return row === undefined ? undefined : { ...row, always: [...replacingInputsOfEveryType(type), ...row.always] };
}

/** Inputs that force a new resource whatever its type. */
export function replacingInputsOfEveryType(type: string): string[] {
  return Object.entries(table.replacementOfEveryType).flatMap(([prefix, inputs]) =>
    type.startsWith(prefix) ? inputs : [],
  );
}
