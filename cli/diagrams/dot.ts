/** A box of a diagram. */
export interface Box {
  readonly id: string;
  /** Lines of text; the first is the title. */
  readonly lines: readonly string[];
  /** Fill colour, `#rrggbb`. */
  readonly colour: string;
  /** Name of the group that contains it, if any. */
  readonly group?: string;
}

/** An arrow from one box to another. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** A diagram as data. */
export interface Diagram {
  /** Description for readers who cannot see the picture. */
  readonly title: string;
  /** `TB` from top to bottom, `LR` from left to right. */
  readonly direction: "TB" | "LR";
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  /** Number of columns for boxes, and groups of boxes, without an arrow between them. Default: all in one row. */
  readonly columns?: number;
}

const INK = "#1d2733";
const FAINT = "#5b6b7c";
/** A font whose letter widths Graphviz knows; most machines have it, or one of the same widths. */
export const FONT = "Arial";

/** A diagram in the language of Graphviz (https://graphviz.org/doc/info/lang.html). */
export function dot({ title, direction, boxes, arrows, columns }: Diagram): string {
  const groups = [...new Set(boxes.flatMap(({ group }) => group ?? []))];
  return [
    "digraph {",
    // A background, so that it is readable on dark pages too.
    `  graph [label="", tooltip=${text(title)}, rankdir=${direction}, bgcolor="#ffffff", pad=0.3, nodesep=0.25, ranksep=0.55, fontname="${FONT}"${packed(columns)}]`,
    `  node [shape=box, style="rounded,filled", color="${FAINT}", fontcolor="${INK}", fontname="${FONT}", fontsize=12]`,
    `  edge [color="${FAINT}", fontcolor="${FAINT}", fontname="${FONT}", fontsize=10, arrowsize=0.7]`,
    ...boxes.filter(({ group }) => group === undefined).map((box) => `  ${node(box)}`),
    ...groups.flatMap((group, index) => [
      `  subgraph cluster_${index} {`,
      `    graph [label=${padded(group)}, labeljust=l, style="rounded,dashed", color="${FAINT}", fontcolor="${FAINT}", fontsize=11, margin=14]`,
      ...boxes.filter((box) => box.group === group).map((box) => `    ${node(box)}`),
      "  }",
    ]),
    ...arrows.map(({ from, to, label }) => `  ${text(from)} -> ${text(to)} [label=${padded(label)}]`),
    "}",
    "",
  ].join("\n");
}

/** Parts that no arrow connects, in a grid (https://graphviz.org/docs/attrs/packmode/). */
function packed(columns: number | undefined): string {
  return columns === undefined ? "" : `, pack=12, packmode="array_it${columns}"`;
}

function node({ id, lines, colour }: Box): string {
  const [title = "", ...rest] = lines;
  const rows = [`<b>${html(title)}</b>`, ...rest.map(html)].join("<br/>");
  // Inches at each side: a wider font than Arial adds about 0.01 for each letter.
  const margin = 0.15 + Math.max(...lines.map((line) => line.length)) / 120;
  return `${text(id)} [label=<${rows}>, fillcolor="${colour}", margin="${margin.toFixed(2)},0.1"]`;
}

/** A label with room at both ends of each line, so that a wider font than Arial does not touch an arrow or a border. */
function padded(label: string): string {
  return text(label.replaceAll(/^|$/gm, "  "));
}

/** A quoted string of Graphviz. */
function text(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

/** Text inside a label, and inside SVG. */
export function html(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
