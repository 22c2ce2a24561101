import { COMPUTE_PROFILES, PROFILE_SPELLINGS } from "../../platform/compute-profiles";
import { code, table } from "./markdown";
import { nameRows, PATTERN } from "./names";
import { defaultOf, descriptionOf, examplesOf, resolveNode, ruleOf, type SchemaNode, typeOf, written } from "./schema";

const HEADER = ["Key", "Type", "Rule", "Default", "Description", "Example"];

/** The reference of the manifest, as Markdown that is not yet laid out. */
export function manifestReference(schema: SchemaNode): string {
  return [
    "<!-- Generated from manifests/workflow.schema.json and the compute profiles by npm run generate. Do not edit. -->",
    "# The workflow manifest",
    "A workflow is one file, `manifests/<environment>/<project>/<workflow>/workflow.yml`, and its path is its identity. It is YAML 1.2. Keys that are not listed here are errors. A null, an empty list or an empty map means the same as an absent key.",
    "Check manifests with `npm run validate`; every problem comes with its line and what to write instead.",
    ...sections([], schema, schema),
    "## What it becomes",
    table(["Thing", "Name"], nameRows()),
    "`<project>` is the alias of the project where the configuration gives it one (`workflows.projectAliases`).",
    "## Environment of the container",
    "Later wins: the platform's variables below, `dag.env_vars`, `env_vars` of the task, `PARAM_*`; and `SECRET_*` from the Kubernetes secret. Values arrive as written; only Airflow's templates (`{{ … }}`) are filled in, at run time. A number or boolean without quotes arrives as the text that stands in the file: `1.10` is `1.10`.",
    table(["Variable", "Value"], environmentRows()),
    "## Compute profiles",
    "`{general|gpu}-{spot|on-demand}-{size}`. CPU and memory are guaranteed: what a pod requests is also its limit. Spot capacity can be taken away while a task runs; give such a workflow `retries`.",
    table(["Profile", "CPU (cores)", "Memory (GiB)", "NVIDIA GPUs"], profileRows()),
    `Old spellings are accepted with a warning: ${oldSpellings()}.`,
    "",
  ].join("\n\n");
}

/** The keys of an object, then those of the objects in it. */
function sections(path: readonly string[], schemaNode: SchemaNode, root: SchemaNode): string[] {
  const node = resolveNode(schemaNode, root);
  const children = Object.entries(node.properties ?? {}).map(
    ([key, child]) => [[...path, key], resolveNode(child, root)] as const,
  );
  const rows = children.map(([at, child]) => row(at, child, node.required ?? []));
  return [
    path.length === 0 ? "## Keys" : `### ${code(path.join("."))}`,
    ...(path.length === 0 ? [] : [descriptionOf(node)]),
    table(HEADER, rows),
    ...children.flatMap(([at, child]) => {
      const values = child.additionalProperties;
      const isMapOfObjects = typeof values === "object" && resolveNode(values, root).properties !== undefined;
      return child.properties !== undefined
        ? sections(at, child, root)
        : isMapOfObjects
          ? sections([...at, "<name>"], values, root)
          : [];
    }),
  ];
}

function row(path: readonly string[], node: SchemaNode, required: readonly string[]): string[] {
  const key = path.at(-1) ?? "";
  const isRequired = required.includes(key);
  return [
    code(path.join(".")),
    typeOf(node),
    ruleOf(node, isRequired),
    isRequired ? "" : defaultOf(node),
    descriptionOf(node),
    examplesOf(key, node)
      .map((example) => code(written(example)))
      .join(", "),
  ];
}

function environmentRows(): string[][] {
  return Object.entries(PATTERN.dag.env_vars)
    .filter(([name]) => !name.startsWith("PARAM_"))
    .map(([name, value]) => [code(name), code(value)]);
}

function profileRows(): string[][] {
  return COMPUTE_PROFILES.map(({ name, cpu, memoryGiB, gpus }) => [
    code(name),
    String(cpu),
    String(memoryGiB),
    String(gpus),
  ]);
}

function oldSpellings(): string {
  const offered = new Set(COMPUTE_PROFILES.map(({ name }) => name));
  return PROFILE_SPELLINGS.filter((name) => !offered.has(name))
    .map(code)
    .join(", ");
}
