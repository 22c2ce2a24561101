/** The parts of a Markdown page that a table of contents needs. */
export interface Page {
  /** Name of the file in its folder. */
  readonly name: string;
  readonly text: string;
}

/** `docs/reference/index.md`. */
export function referenceContents(pages: readonly Page[]): string {
  return contents(
    "Reference",
    "These pages are generated from the code and its data. Authors of workflows start with [the manifest](manifest.md).",
    listed(pages).map(({ title, name }) => `- [${title}](${name})`),
  );
}

/** `docs/decisions/index.md`. Throws if a decision has no date and status. */
export function decisionsContents(pages: readonly Page[]): string {
  return contents("Decisions", "The choices made, and the reasons.", [
    "| decision | date | status |",
    "| --- | --- | --- |",
    ...listed(pages).map(({ title, name, text }) => `| [${title}](${name}) | ${datedStatus(name, text)} |`),
  ]);
}

function contents(title: string, introduction: string, lines: readonly string[]): string {
  return [
    "<!-- Generated from the pages in this folder by npm run generate. Do not edit. -->",
    `# ${title}`,
    introduction,
    lines.join("\n"),
    "",
  ].join("\n\n");
}

/** The pages with their titles, in the order of the titles. */
function listed(pages: readonly Page[]): (Page & { title: string })[] {
  return pages
    .filter(({ name }) => name !== "index.md")
    .map((page) => ({ ...page, title: titleOf(page) }))
    .sort((a, b) => a.title.localeCompare(b.title, "en"));
}

/** The title. Throws if there is no heading, because a page without a title cannot be listed. */
function titleOf({ name, text }: Page): string {
  const title = /^# (.+)$/m.exec(text)?.[1];
  if (title === undefined) {
    throw new Error(`${name} has no title; begin it with a line such as "# Notifications"`);
  }
  return title;
}

/** The cells for date and status, from the line below a decision's title. */
function datedStatus(name: string, text: string): string {
  const [, date, status] = /^# .+\n\nDate: (\d{4}-\d{2}-\d{2})\b[^.]*\. Status: (.+)\.$/m.exec(text) ?? [];
  if (date === undefined || status === undefined) {
    throw new Error(`${name} has no date and status; write below its title "Date: 2026-11-27. Status: accepted."`);
  }
  return `${date} | ${status}`;
}
