import { workflowPath } from "./addresses";
import { components } from "./components";
import { html, type Html, NOTHING } from "./html";
import type { Dataset, Entry } from "./model";
import { bullets, counted, link, type Page, rootOf, section, table } from "./page";
import { pictureOfDatasets } from "./pictures";
import type { Group, Site } from "./site";

/** Pictures on the page of all datasets. Each dataset's own page has one too. */
const MOST_PICTURES = 30;

/** A table of workflows with links to their pages. */
export function workflowTable(caption: string, entries: readonly Entry[], from: string): Html {
  return table(
    caption,
    ["Workflow", "Schedule", "Owner", "Business unit"],
    entries.map(({ workflow }) => [
      linkTo(workflow.id, from),
      html`${workflow.scheduleInWords}`,
      html`${workflow.dag.owner}`,
      html`${workflow.tags["business-unit"] ?? ""}`,
    ]),
  );
}

/** A link to a workflow's page. */
export function linkTo(id: string, from: string): Html {
  return link(`${rootOf(from)}${workflowPath(id)}`, id);
}

/** The page of all groups of one kind, and the page of each. */
export function groupPages(path: string, title: string, groups: readonly Group[]): Page[] {
  const all: Page = {
    path,
    title,
    content: bullets(
      groups.map(({ name, path: own, entries }) => html`${link(own, name)}: ${counted(entries.length, "workflow")}`),
    ),
  };
  return [
    all,
    ...groups.map(({ name, path: own, entries }) => ({
      path: own,
      title: name,
      content: workflowTable(counted(entries.length, "workflow"), entries, own),
    })),
  ];
}

/** The page of all datasets with the graph of the workflows between them. */
export async function datasetsPage({ catalogue, datasetPaths }: Site): Promise<Page> {
  const { datasets, entries } = catalogue;
  if (datasets.length === 0) {
    return { path: "datasets.html", title: "Datasets", content: html`<p>No workflow updates or reads a dataset.</p>` };
  }
  const connected = components(entries, datasets);
  const pictures: Html[] = [];
  for (const group of connected.slice(0, MOST_PICTURES)) {
    const title = `The datasets around ${group[0]?.workflow.id ?? ""}, with ${counted(group.length, "workflow")}`;
    pictures.push(
      html`<h3>${title}</h3>
        ${await pictureOfDatasets(title, group)}`,
    );
  }
  const rest = connected.length - pictures.length;
  return {
    path: "datasets.html",
    title: "Datasets",
    content: html`${table(
      counted(datasets.length, "dataset"),
      ["Dataset", "Updated by", "Starts", "Read by"],
      datasets.map(({ uri, updatedBy, starts, readBy }) => [
        link(datasetPaths.get(uri) ?? "", uri),
        html`${updatedBy.length}`,
        html`${starts.length}`,
        html`${readBy.length}`,
      ]),
    )}
    ${section("Which workflow starts which", html`${pictures}${rest > 0 ? html`<p>${rest} more: see the page of each dataset.</p>` : NOTHING}`)}`,
  };
}

/** The page of one dataset: the workflows next to it. */
export async function datasetPage({ uri, updatedBy, starts, readBy }: Dataset, path: string): Promise<Page> {
  const list = (entries: readonly Entry[]): Html => bullets(entries.map(({ workflow }) => linkTo(workflow.id, path)));
  const only = (uris: readonly string[]): string[] => uris.filter((one) => one === uri);
  const around = [...new Set([...updatedBy, ...starts, ...readBy])].map((entry) => ({
    ...entry,
    updates: only(entry.updates),
    waitsFor: only(entry.waitsFor),
    reads: only(entry.reads),
  }));
  return {
    path,
    title: uri,
    content: html`${await pictureOfDatasets(`The workflows around ${uri}`, around)}
    ${section("Updated by", updatedBy.length === 0 ? html`<p>No workflow of this environment.</p>` : list(updatedBy))}
    ${section("Starts", list(starts))} ${section("Read by", list(readBy))}`,
  };
}
