import { code, table } from "./markdown";
import { descriptionOf, examplesOf, resolveNode, type SchemaNode, valueOf, written } from "./schema";

const HEADER = ["Key", "Description", "Value", "Example", "Change"];

const INTRODUCTION = `<!-- Generated from platform/config/stack.schema.json by npm run generate. Do not edit. -->

# Stack file

\`Pulumi.<stack>.yaml\` configures one environment. Each section below is one key under \`config:\`, after \`analytical-platform-airflow:\`.
A key is optional unless its value is required. A key that is not on this page is an error. \`npm run preview -- <stack>\` checks the file, and reports each problem with its line and
what to write instead.

The last column says what a new value does to a deployed environment:

| Change | Meaning |
| --- | --- |
| nothing | only the checks read the value |
| in place | AWS or Kubernetes changes the thing. Tasks go on |
| rolls nodes | EKS replaces nodes in turn. Tasks on them fail or are retried |
| interrupts tasks | MWAA restarts. Running tasks may stop, and fail or are retried |
| replaces | Pulumi creates a new thing and deletes the old one |

**No account has shown these effects.** Previews with another value of a key show which inputs of resources change. The effect then follows
from [the provider's source](https://github.com/hashicorp/terraform-provider-aws): the inputs for which it makes a new resource, in
[this table](../../platform/resource-types/data/resource-types.json) with their files. A test compares 50 keys of this page with both.
How long an effect takes, and which tasks it ends, is from AWS's documentation. Prices are in [costs by environment](costs.md).`;

/** The reference of the stack file, as Markdown that is not yet laid out. */
export function stackReference(schema: SchemaNode): string {
  const sections = Object.entries(schema.properties ?? {}).flatMap(([key, child]) =>
    resolveNode(child, schema).properties === undefined
      ? [`## ${code(key)}`, table(HEADER, [row([key], resolveNode(child, schema), false)])]
      : section([key], child, schema),
  );
  return [INTRODUCTION, ...sections, ""].join("\n\n");
}

/** The keys of a map, then those of the maps in it. */
function section(path: readonly string[], schemaNode: SchemaNode, root: SchemaNode): string[] {
  const node = resolveNode(schemaNode, root);
  const children = Object.entries(node.properties ?? {}).map(([key, child]) => ({
    at: [...path, key],
    child: resolveNode(child, root),
    isRequired: (node.required ?? []).includes(key),
  }));
  return [
    `${path.length === 1 ? "##" : "###"} ${code(path.join("."))}`,
    descriptionOf(node),
    table(
      HEADER,
      children.map(({ at, child, isRequired }) => row(at, child, isRequired)),
    ),
    ...children.flatMap(({ at, child }) =>
      innerMaps(child, root).flatMap(([step, inner]) => section([...at, ...step], inner, root)),
    ),
  ];
}

/** The maps of known keys in a value: itself, the items of a list, or the values of a map of names. */
function innerMaps(node: SchemaNode, root: SchemaNode): readonly [readonly string[], SchemaNode][] {
  const candidates: [readonly string[], SchemaNode | boolean | undefined][] = [
    [[], node],
    [["<item>"], node.items],
    [["<name>"], node.additionalProperties],
  ];
  return candidates.flatMap(([step, inner]): [readonly string[], SchemaNode][] =>
    typeof inner === "object" && resolveNode(inner, root).properties !== undefined ? [[step, inner]] : [],
  );
}

function row(path: readonly string[], node: SchemaNode, isRequired: boolean): string[] {
  const key = path.at(-1) ?? "";
  const isMap = node.properties !== undefined;
  return [
    code(path.join(".")),
    [descriptionOf(node), ...(node.cost === undefined ? [] : [`**Costs** ${node.cost}.`])].join(" "),
    valueOf(node, isRequired),
    isMap
      ? ""
      : examplesOf(key, node)
          .map((example) => code(written(example)))
          .join(", "),
    isMap ? "" : (node.change ?? ""),
  ];
}
