import { readFileSync } from "node:fs";
import { join } from "node:path";

import { attentionPage } from "./attention";
import { html, NOTHING } from "./html";
import { datasetPage, datasetsPage, groupPages } from "./lists";
import type { Catalogue, Entry } from "./model";
import { counted, type Page, renderPage } from "./page";
import { siteOf, type Site } from "./site";
import { ukDay } from "./times";
import { workflowPage } from "./workflow-page";

/** A file of the catalogue. */
export interface File {
  readonly path: string;
  readonly text: string;
}

/** Files and folders at the top of a catalogue. */
export const ENTRIES = [
  ...["index.html", "projects.html", "business-units.html", "owners.html", "datasets.html", "attention.html"],
  ...["workflows", "projects", "business-units", "owners", "datasets"],
  ...["catalogue.css", "search.js", "search-data.js"],
] as const;

/**
 * Makes the files of a catalogue one by one, so that only one is in memory. The same catalogue gives the same bytes.
 *
 * @yields each file with its path in the catalogue.
 */
export async function* filesOf(catalogue: Catalogue): AsyncGenerator<File> {
  const site = siteOf(catalogue);
  const about = html`Made from the manifests for ${ukDay(catalogue.date)}. It shows what they say, not what is deployed.`;
  const file = (page: Page): File => ({ path: page.path, text: renderPage(page, catalogue.environment, about) });
  yield* ["catalogue.css", "search.js"].map((path) => ({ path, text: readStatic(path) }));
  yield { path: "search-data.js", text: searchData(catalogue.entries) };
  yield file(homePage(site));
  yield* groupPages("projects.html", "Projects", site.projects).map(file);
  yield* groupPages("business-units.html", "Business units", site.units).map(file);
  yield* groupPages("owners.html", "Owners", site.owners).map(file);
  yield file(attentionPage(catalogue));
  yield file(await datasetsPage(site));
  for (const dataset of catalogue.datasets) {
    yield file(await datasetPage(dataset, site.datasetPaths.get(dataset.uri) ?? ""));
  }
  for (const entry of catalogue.entries) {
    yield file(await workflowPage(entry, site));
  }
}

function homePage({ catalogue, projects, units }: Site): Page {
  const { environment, entries, refused } = catalogue;
  const errors =
    refused.length === 0
      ? NOTHING
      : html`<p class="error">
          ${counted(refused.length, "manifest")} with errors: <a href="attention.html">see what is wrong</a>.
        </p>`;
  return {
    path: "index.html",
    title: `Workflows of ${environment}`,
    scripts: ["search-data.js", "search.js"],
    content: html`<p>
        ${counted(entries.length, "workflow")} in <a href="projects.html">${counted(projects.length, "project")}</a> of
        <a href="business-units.html">${counted(units.length, "business unit")}</a>.
      </p>
      ${errors}
      <form role="search">
        <label for="search">Search</label>
        <p class="hint" id="hint">Part of a name, owner, maintainer, business unit, repository or dataset.</p>
        <div>
          <input
            id="search"
            name="q"
            type="search"
            autocomplete="off"
            spellcheck="false"
            aria-describedby="hint"
          /><button type="submit">Search</button>
        </div>
      </form>
      <noscript
        ><p class="warning">The search needs JavaScript. The lists above show every workflow without it.</p></noscript
      >
      <p id="status" role="status"></p>
      <ul id="results" class="results" aria-label="Results"></ul>`,
  };
}

/** The data of the search: name, owner, business unit, schedule, and further words of each workflow. */
function searchData(entries: readonly Entry[]): string {
  const rows = entries.map(({ workflow, updates, waitsFor, reads }) => [
    workflow.id,
    workflow.dag.owner,
    workflow.tags["business-unit"] ?? "",
    workflow.scheduleInWords,
    [...workflow.maintainers, workflow.release.repository, ...updates, ...waitsFor, ...reads].join(" "),
  ]);
  return `window.catalogue = [\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n];\n`;
}

function readStatic(name: string): string {
  return readFileSync(join(__dirname, "static", name), "utf8");
}
