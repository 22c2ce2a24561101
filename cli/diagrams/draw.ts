import { type Diagram, dot, FONT, html } from "./dot";

async function start() {
  const { instance } = await import("@viz-js/viz");
  return instance();
}

/** Graphviz. Its start takes longer than a small picture. */
let started: ReturnType<typeof start> | undefined;

/** Draws a diagram with Graphviz, as SVG; the same diagram gives the same bytes. */
export async function draw(diagram: Diagram): Promise<string> {
  started ??= start();
  const viz = await started;
  const svg = viz.renderString(dot(diagram), { format: "svg", engine: "dot" });
  return svg
    .slice(svg.indexOf("<svg"))
    .replace(/<g id="\w+" class="node">[^]*?<\/g>/g, centred)
    .replaceAll(`font-family="${FONT}"`, `font-family="${FONT},Helvetica,sans-serif"`)
    .replace("<svg ", `<svg role="img" aria-label="${html(diagram.title).replaceAll('"', "&quot;")}" `)
    .replace(/^<!--[^]*?-->\n/gm, "");
}

/**
 * A box with its lines about its centre. Graphviz places each line by its left end, so that all that a wider font adds, where a
 * machine lacks Arial, would leave the box on the right.
 */
function centred(node: string): string {
  const [, right, left] = /d="M([\d.]+),[-\d.]+C[\d.]+,[-\d.]+ ([\d.]+),/.exec(node) ?? [];
  const centre = ((Number(right) + Number(left)) / 2).toFixed(2);
  return node.replaceAll(/text-anchor="start" x="[\d.]+"/g, `text-anchor="middle" x="${centre}"`);
}
