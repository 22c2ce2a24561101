/** A Markdown page, as far as a table of contents needs it. */
export interface Page {
  /** Name of the file in its folder. */
  readonly name: string;
  readonly text: string;
}

/** `docs/reference/index.md`. */
export function referenceContents(pages: readonly Page[]): string {
  return contents(
    pages,
    "Reference",
    "Generated from the code and its data, so that it says what is. Authors of workflows begin with [the manifest](manifest.md).",
  );
}

/** `docs/decisions/index.md`. */
export function decisionsContents(pages: readonly Page[]): string {
  return contents(pages, "Decisions", "What was chosen where there was a choice, and why.");
}

/** Every page by its title, in the order of the titles. */
function contents(pages: readonly Page[], title: string, introduction: string): string {
  const entries = pages
    .filter(({ name }) => name !== "index.md")
    .map(({ name, text }) => ({ name, title: titleOf(name, text) }))
    .sort((a, b) => a.title.localeCompare(b.title, "en"));
  return [
    "<!-- Generated from the titles of the pages in this folder by npm run generate. Do not edit. -->",
    `# ${title}`,
    introduction,
    entries.map((page) => `- [${page.title}](${page.name})`).join("\n"),
    "",
  ].join("\n\n");
}

/** The first heading. Throws where there is none, as a page that nothing names cannot be listed. */
function titleOf(name: string, text: string): string {
  const title = /^# (.+)$/m.exec(text)?.[1];
  if (title === undefined) {
    throw new Error(`${name} has no title; begin it with a line such as "# What it is about"`);
  }
  return title;
}
