import { html, Html, joined, NOTHING } from "./html";

/** A page of the catalogue. */
export interface Page {
  /** Path in the catalogue, such as `projects/examples.html`. */
  readonly path: string;
  readonly title: string;
  readonly content: Html;
  /** Scripts of the page, by their paths in the catalogue. */
  readonly scripts?: readonly string[];
}

/** The pages of the navigation. */
const NAVIGATION: readonly (readonly [path: string, label: string])[] = [
  ["index.html", "Search"],
  ["projects.html", "Projects"],
  ["business-units.html", "Business units"],
  ["owners.html", "Owners"],
  ["datasets.html", "Datasets"],
  ["attention.html", "Needs attention"],
];

/** Only files of the site itself may load, so that a text that became HTML by mistake could do nothing. */
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'self'";

/**
 * The HTML of a page. Addresses are relative, so that the catalogue works from any folder, and from a file without a server.
 *
 * @param about the line at the foot: what the page is made from.
 */
export function renderPage({ path, title, content, scripts = [] }: Page, environment: string, about: Html): string {
  const root = rootOf(path);
  const site = `Workflows of ${environment}`;
  const page = html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title === site ? title : `${title} – ${site}`}</title>
        <link rel="stylesheet" href="${root}catalogue.css" />
        ${scripts.map((script) => html`<script src="${root}${script}" defer></script>`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to main content</a>
        <header>
          <div class="width"><a href="${root}index.html">${site}</a></div>
        </header>
        <nav aria-label="Catalogue">
          <ul class="width">
            ${NAVIGATION.map(
              ([target, label]) =>
                html`<li>
                  <a href="${root}${target}" ${target === path ? html` aria-current="page"` : NOTHING}>${label}</a>
                </li>`,
            )}
          </ul>
        </nav>
        <main id="main" class="width" tabindex="-1">
          <h1>${title}</h1>
          ${content}
        </main>
        <footer>
          <div class="width"><p>${about}</p></div>
        </footer>
      </body>
    </html>`;
  return `${page.text}\n`;
}

/** The way from a page to the folder of the catalogue, such as `../`. */
export function rootOf(path: string): string {
  return "../".repeat(path.split("/").length - 1);
}

/** A link to an address. */
export function link(address: string, words: string): Html {
  return html`<a href="${address}">${words}</a>`;
}

/** A list of facts: what, and its value. Leaves out values that are empty. */
export function facts(rows: readonly (readonly [what: string, value: Html])[]): Html {
  const shown = rows.filter(([, { text }]) => text !== "");
  return html`<dl>
    ${shown.map(
      ([what, value]) =>
        html`<div>
          <dt>${what}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** A list with dots; nothing if it is empty. */
export function bullets(items: readonly Html[]): Html {
  return items.length === 0
    ? NOTHING
    : html`<ul>
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>`;
}

/** A table that scrolls by itself where the screen is too narrow for it. */
export function table(caption: string, columns: readonly string[], rows: readonly (readonly Html[])[]): Html {
  return scrolling(
    `Table: ${caption}`,
    html`<table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first = NOTHING, ...cells]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`,
  );
}

/** Content that may be wider than the screen. The keyboard reaches it, so that everybody can scroll it. */
export function scrolling(label: string, content: Html): Html {
  return html`<div class="scrolls" role="region" aria-label="${label}" tabindex="0">${content}</div>`;
}

/** A section with a heading; nothing if its content is empty. */
export function section(heading: string, content: Html): Html {
  return content.text === ""
    ? NOTHING
    : html`<h2>${heading}</h2>
        ${content} `;
}

/** Several pieces with commas. */
export function commas(parts: readonly Html[]): Html {
  return joined(parts, ", ");
}

/** A number with its noun, such as `1 workflow`, `2 workflows`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-GB")} ${noun}${count === 1 ? "" : "s"}`;
}
