import { byText } from "./model";

/** Path of a workflow's page. Names of projects and workflows have only small letters, digits and `-` (workflow/rules/derived-names.ts). */
export function workflowPath(id: string): string {
  return `workflows/${id}.html`;
}

/** Path of a project's page. */
export function projectPath(project: string): string {
  return `projects/${project}.html`;
}

/** Longest name of a page, in characters, before the number that tells equal names apart. */
const LONGEST = 60;

/**
 * Paths of the pages of any texts, such as addresses of datasets: their letters and digits, and a number where two would be equal. The
 * same texts give the same paths.
 */
export function pathsOf(folder: string, texts: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    [...new Set(texts)].sort(byText).map((text) => {
      const plain = text
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, "-")
        .replaceAll(/^-|-$/g, "")
        .slice(0, LONGEST);
      let name = plain === "" ? "x" : plain;
      for (let number = 2; taken.has(name); number++) {
        name = `${plain}-${number}`;
      }
      taken.add(name);
      return [text, `${folder}/${name}.html`];
    }),
  );
}
