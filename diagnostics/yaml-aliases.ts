import { type Alias, type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair } from "yaml";

/** Values that all aliases of a file may unfold to. A file with more is an attack ("billion laughs"), not a manifest. */
const MAXIMUM_ALIASED_VALUES = 10_000;

/** Levels of nested lists and maps; a manifest needs six. */
const MAXIMUM_DEPTH = 100;

/** Why a document cannot become plain data, and where. */
export interface Refusal {
  readonly code: "alias-cycle" | "bad-key" | "bad-merge" | "too-deep" | "too-many-aliases" | "unknown-alias";
  readonly message: string;
  /** Where, in characters from the start of the file. */
  readonly offset: number;
}

/** The node that each alias of a document refers to. */
export type AliasTargets = ReadonlyMap<Alias, Node>;

/** Finds the node of each alias in one pass, or the reason why the document must not be unfolded. */
export function resolveAliases(document: Document.Parsed): { targets: AliasTargets; refusal: Refusal | undefined } {
  const walk = new Walk();
  walk.sizeOf(document.contents, 0);
  return { targets: walk.targets, refusal: walk.refusal };
}

class Walk {
  readonly targets = new Map<Alias, Node>();
  refusal: Refusal | undefined;
  private readonly anchors = new Map<string, Node>();
  private readonly sizes = new Map<Node, number>();
  private aliased = 0;

  /** Values below `node`, itself included, with every alias unfolded. */
  sizeOf(node: unknown, depth: number): number {
    if (this.refusal !== undefined || !isYamlNode(node)) {
      return 1;
    }
    if (isAlias(node)) {
      return this.sizeOfTarget(node);
    }
    if (node.anchor !== undefined) {
      this.anchors.set(node.anchor, node);
    }
    if (isScalar(node)) {
      this.sizes.set(node, 1);
      return 1;
    }
    if (depth === MAXIMUM_DEPTH) {
      return this.refuse("too-deep", node, `more than ${MAXIMUM_DEPTH} levels of nested lists and maps here`);
    }
    let size = 1;
    for (const item of node.items) {
      if (isPair(item)) {
        size += this.sizeOf(item.key, depth + 1) + this.sizeOf(item.value, depth + 1);
        this.checkPair(item);
      } else {
        size += this.sizeOf(item, depth + 1);
      }
    }
    this.sizes.set(node, size);
    return size;
  }

  /** Keys are text, and only maps can be merged. The parser would turn any other key or merge into data that nobody wrote. */
  private checkPair({ key, value }: Pair): void {
    if (!isScalar(this.targetOf(key))) {
      this.refuse("bad-key", key, 'a list or a map cannot be a key; write a text, and a template in quotes: "{{ … }}"');
    } else if (isMergeKey(key)) {
      const source = this.targetOf(value);
      if (!(isSeq(source) ? source.items : [source]).every((item) => isMap(this.targetOf(item)))) {
        this.refuse("bad-merge", key, "<< merges maps; write an alias of a map, or a list of such aliases, after it");
      }
    }
  }

  private targetOf(node: unknown): unknown {
    return isAlias(node) ? this.targets.get(node) : node;
  }

  private sizeOfTarget(alias: Alias): number {
    const target = this.anchors.get(alias.source);
    if (target === undefined) {
      const message = `the alias *${alias.source} has no anchor &${alias.source} before it; write the anchor, or quotes around a text that begins with *`;
      return this.refuse("unknown-alias", alias, message);
    }
    const size = this.sizes.get(target);
    if (size === undefined) {
      const message = `the alias *${alias.source} is inside its own anchor, so the value would contain itself; write the value out`;
      return this.refuse("alias-cycle", alias, message);
    }
    this.targets.set(alias, target);
    this.aliased += size;
    return this.aliased > MAXIMUM_ALIASED_VALUES
      ? this.refuse(
          "too-many-aliases",
          alias,
          `up to here the aliases of the file unfold to more than ${MAXIMUM_ALIASED_VALUES} values; write fewer`,
        )
      : size;
  }

  private refuse(code: Refusal["code"], node: unknown, message: string): number {
    this.refusal ??= { code, message, offset: isYamlNode(node) ? (node.range?.[0] ?? 0) : 0 };
    return 1;
  }
}

/** Whether a key is a plain `<<`, under which YAML merges other maps into one; the parser gives it a symbol for a value. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && typeof key.value === "symbol";
}

function isYamlNode(node: unknown): node is Node {
  return isAlias(node) || isScalar(node) || isMap(node) || isSeq(node);
}
