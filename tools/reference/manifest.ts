import { COMPUTE_PROFILES, PROFILE_SPELLINGS } from "../../platform/compute-profiles";
import { asWritten } from "../../workflow/templates/value";
import { code, table } from "./markdown";
import { templateReference } from "./templates";
import { nameRows, PATTERN } from "./derived-names";
import { descriptionOf, examplesOf, resolveNode, type SchemaNode, valueOf, written } from "./schema";

const HEADER = ["Key", "Description", "Value", "Example"];

/** The reference of the manifest, as unformatted Markdown. */
export function manifestReference(schema: SchemaNode): string {
  return [
    "<!-- Generated from manifests/workflow.schema.json and the compute profiles by npm run generate. Do not edit. -->",
    "# Workflow manifest",
    "A workflow is one file, `manifests/<environment>/<project>/<workflow>/workflow.yml`. Its path names the workflow. The file is YAML 1.2. A key is optional unless its value is required. A key that is not on this page is an error. A null, an empty list or an empty map means the same as an absent key.",
    "Check manifests with `npm run validate`. It reports each problem with its line and what to write instead.",
    ...sections([], schema, schema),
    "## Names",
    table(["Thing", "Name"], nameRows()),
    "If the configuration has an alias for the project (`workflows.projectAliases`), `<project>` is the alias.",
    "## Environment of the container",
    "Later variables override earlier ones: the platform's variables below, `dag.env_vars`, `env_vars` of the task, `PARAM_*`, and `SECRET_*` from the Kubernetes secret. Values arrive as written. Only [templates](#templates) are filled in. A number or Boolean without quotes arrives as its text in the file: `1.10` is `1.10`.",
    table(["Variable", "Value"], environmentRows()),
    ...templateReference(),
    "## Compute profiles",
    "`{general|gpu}-{spot|on-demand}-{size}`. CPU and memory are guaranteed: a pod's request is also its limit. AWS can take spot capacity away while a task runs, so give such a workflow `retries`.",
    table(["Profile", "CPU (cores)", "Memory (GiB)", "NVIDIA GPUs"], profileRows()),
    `Old spellings give a warning: ${oldSpellings()}.`,
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
    descriptionOf(node),
    valueOf(node, isRequired),
    examplesOf(key, node)
      .map((example) => code(written(example)))
      .join(", "),
  ];
}

function environmentRows(): string[][] {
  return Object.entries(PATTERN.dag.env_vars)
    .filter(([name]) => !name.startsWith("PARAM_"))
    .map(([name, value]) => [code(name), code(asWritten(value))]);
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
