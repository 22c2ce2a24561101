import { stringify } from "yaml";

import { type Json, type Registration, textOf } from "./offline/registration";
import type { CompiledWorkflow } from "../workflow/compiled";
import { iamRoles } from "./iam";
import { Replacement } from "./replacement";
import type { Preview } from "./run";

/** The files and folders that a preview writes into its folder. It changes nothing else there. */
const ENTRIES = ["resources.json", "delivery.json", "workflows.json", "dags", "iam", "kubernetes"] as const;

/** Writes a whole preview in place of an earlier one. If something fails, it changes nothing. */
export function writePreview(preview: Preview, out: string): void {
  const replacement = new Replacement(out, ENTRIES);
  try {
    const write = (path: string, text: string): void => {
      replacement.write(path, text);
    };
    write("resources.json", resourceList(preview.registrations));
    write("delivery.json", resourceList(preview.delivery));
    write("workflows.json", `${JSON.stringify(preview.workflows.map(described), null, 1)}\n`);
    dagFiles(preview.registrations).forEach(([path, text]) => {
      write(path, text);
    });
    iamRoles([...preview.registrations, ...preview.delivery]).forEach(({ name, trust, policies, attached }) => {
      write(`iam/${name}.json`, `${JSON.stringify({ trust, policies, attached }, null, 2)}\n`);
    });
    kubernetesObjects(preview.registrations).forEach(([path, object]) => {
      write(path, stringify(object, { lineWidth: 0 }));
    });
    replacement.finish();
  } finally {
    replacement.remove();
  }
}

function resourceList(registrations: readonly Registration[]): string {
  return `[\n${byUrn(registrations)
    .map((registration) => JSON.stringify(shown(registration), null, 1))
    .join(",\n")}\n]\n`;
}

/** Sorts by name, because registrations run in parallel and their order differs from run to run. */
function byUrn(registrations: readonly Registration[]): Registration[] {
  return [...registrations].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

/** The keys of a resource in `resources.json`, in this order. */
const SHOWN = [
  "urn",
  "type",
  "name",
  "parent",
  "dependsOn",
  "protect",
  "provider",
  "retainOnDelete",
  "ignoreChanges",
  "aliases",
  "inputs",
] as const satisfies readonly (keyof Registration)[];

function shown(registration: Registration): object {
  return Object.fromEntries(SHOWN.map((key) => [key, registration[key]]));
}

/** A workflow without the text of the DAG object and the documents of the role, which other files contain. */
function described(workflow: CompiledWorkflow): object {
  return { ...workflow, dagObject: undefined, role: workflow.role?.name ?? null };
}

/** The bucket's `dags/` folder for MWAA: path and text of each object. */
function dagFiles(registrations: readonly Registration[]): [string, string][] {
  return registrations
    .filter(
      ({ type, inputs }) =>
        type === "aws:s3/bucketObjectv2:BucketObjectv2" && textOf(inputs["key"]).startsWith("dags/"),
    )
    .map(({ inputs }) => [textOf(inputs["key"]), textOf(inputs["content"])]);
}

/** Types that do not represent exactly one object of the API server. */
const NOT_OBJECTS = ["kubernetes:helm.sh/", "kubernetes:yaml"];

/** The Kubernetes objects that the program itself defines, by path, without those of Helm charts. */
function kubernetesObjects(registrations: readonly Registration[]): [string, Json][] {
  return registrations
    .filter(({ type }) => type.startsWith("kubernetes:") && !NOT_OBJECTS.some((prefix) => type.startsWith(prefix)))
    .map(({ inputs }) => {
      const metadata = (inputs["metadata"] ?? {}) as Readonly<Record<string, Json>>;
      const namespace = typeof metadata["namespace"] === "string" ? metadata["namespace"] : "cluster";
      return [
        `kubernetes/${namespace}/${textOf(inputs["kind"]).toLowerCase()}-${textOf(metadata["name"])}.yaml`,
        inputs,
      ];
    });
}
