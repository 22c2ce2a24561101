import { type Diagram, dot, FONT } from "./dot";

/** Draws a diagram with Graphviz, as SVG; the same diagram gives the same bytes. */
export async function draw(diagram: Diagram): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  const svg = viz.renderString(dot(diagram), { format: "svg", engine: "dot" });
  return svg
    .slice(svg.indexOf("<svg"))
    .replaceAll(`font-family="${FONT}"`, `font-family="${FONT},Helvetica,sans-serif"`)
    .replace("<svg ", `<svg role="img" aria-label="${diagram.title}" `)
    .replace(/^<!--[^]*?-->\n/gm, "");
}
