import { groupBy } from "../../diagnostics/group-by";
import type { Problem } from "../../diagnostics/problem";
import type { Basis } from "../../preview/costs/workflow-cost";
import type { CompiledWorkflow } from "../../workflow/compiled";
import { identityOf, workflowId, workflowIdAt } from "../../workflow/identity";
import type { ReleaseDays } from "./releases";

/** A workflow with what the catalogue knows of it besides its compiled form. */
export interface Entry {
  readonly workflow: CompiledWorkflow;
  /** Warnings of its manifest. */
  readonly warnings: readonly Problem[];
  /** `YYYY-MM-DD`: since when the manifest names this release; undefined if nobody knows. */
  readonly releaseSince: string | undefined;
  /** Datasets that it updates. */
  readonly updates: readonly string[];
  /** Datasets whose updates start it. */
  readonly waitsFor: readonly string[];
  /** Further datasets that its tasks read. */
  readonly reads: readonly string[];
}

/** All datasets of a workflow. */
export function urisOf({ updates, waitsFor, reads }: Entry): string[] {
  return [...updates, ...waitsFor, ...reads];
}

/** A manifest that the platform refuses. */
export interface Refused {
  /** Path of the file, as the command names it. */
  readonly file: string;
  readonly errors: readonly Problem[];
}

/** A dataset with the workflows around it. */
export interface Dataset {
  readonly uri: string;
  readonly updatedBy: readonly Entry[];
  readonly starts: readonly Entry[];
  readonly readBy: readonly Entry[];
}

/** Everything that the catalogue shows. */
export interface Catalogue {
  readonly environment: string;
  /** The day for which it is made, `YYYY-MM-DD`. */
  readonly date: string;
  /** Address of the repository with the manifests. */
  readonly repository: string;
  /** AWS regions of the environment's accounts. */
  readonly regions: { readonly compute: string; readonly data: string };
  /** Price of an hour of a pod by compute profile. */
  readonly podPrices: Basis["prices"];
  /** By their names. */
  readonly entries: readonly Entry[];
  readonly refused: readonly Refused[];
  /** By their URIs. */
  readonly datasets: readonly Dataset[];
  /** Why no release has a day; undefined if they have. */
  readonly releasesUnknown: string | undefined;
}

type Facts = Pick<Catalogue, "environment" | "date" | "repository" | "regions" | "podPrices">;

/** Joins the workflows of an environment with the problems of their manifests and the days of their releases. */
export function catalogueOf(
  facts: Facts,
  workflows: readonly CompiledWorkflow[],
  problems: readonly Problem[],
  releases: ReleaseDays,
): Catalogue {
  const ofManifests = problems.filter(({ file }) => !file.startsWith("Pulumi."));
  const warnings = groupBy(ofManifests, ({ file }) => workflowIdAt(file) ?? file);
  const days = new Map(
    [...(releases.unknown === undefined ? releases.days : [])].flatMap(([path, day]) => {
      const identity = identityOf(path);
      return identity?.environment === facts.environment ? [[workflowId(identity), day] as const] : [];
    }),
  );
  const entries = workflows
    .map((workflow) => entryOf(workflow, warnings.get(workflow.id) ?? [], days.get(workflow.id)))
    .sort((a, b) => byText(a.workflow.id, b.workflow.id));
  const errors = ofManifests.filter(({ severity }) => severity === "error");
  return {
    ...facts,
    entries,
    refused: [...groupBy(errors, ({ file }) => file)].map(([file, found]) => ({ file, errors: found })),
    datasets: datasetsOf(entries),
    releasesUnknown: releases.unknown,
  };
}

function entryOf(workflow: CompiledWorkflow, warnings: readonly Problem[], releaseSince: string | undefined): Entry {
  const { schedule, tasks } = workflow.dag;
  const waitsFor = schedule !== null && typeof schedule === "object" && "datasets" in schedule ? schedule.datasets : [];
  const all = Object.values(tasks);
  const unique = (uris: readonly string[]): string[] => [...new Set(uris)].sort(byText);
  return {
    workflow,
    warnings,
    releaseSince,
    updates: unique(all.flatMap(({ outlets }) => outlets)),
    waitsFor: unique(waitsFor),
    reads: unique(all.flatMap(({ inlets }) => inlets)).filter((uri) => !waitsFor.includes(uri)),
  };
}

function datasetsOf(entries: readonly Entry[]): Dataset[] {
  const datasets = new Map<string, { updatedBy: Entry[]; starts: Entry[]; readBy: Entry[] }>();
  const note = (uris: readonly string[], use: "updatedBy" | "starts" | "readBy", entry: Entry): void => {
    for (const uri of uris) {
      const dataset = datasets.get(uri) ?? { updatedBy: [], starts: [], readBy: [] };
      dataset[use].push(entry);
      datasets.set(uri, dataset);
    }
  };
  entries.forEach((entry) => {
    note(entry.updates, "updatedBy", entry);
    note(entry.waitsFor, "starts", entry);
    note(entry.reads, "readBy", entry);
  });
  return [...datasets].map(([uri, uses]) => ({ uri, ...uses })).sort((a, b) => byText(a.uri, b.uri));
}

/** The order of texts by their characters, the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
