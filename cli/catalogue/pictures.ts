import type { Arrow, Box, Diagram } from "../diagrams/dot";
import { draw } from "../diagrams/draw";
import { Html, html } from "./html";
import { type Entry, urisOf } from "./model";
import { counted, scrolling } from "./page";

const TASK = "#ffffff";
const WORKFLOW = "#e2ecf8";
const DATASET = "#e3f1e6";

/** More boxes than this make no readable picture, and take Graphviz seconds; the page's table shows the same. */
const MOST_BOXES = 150;

/** The same for arrows. */
const MOST_ARROWS = 600;

/** Parts of a picture without an arrow between them, side by side. */
const COLUMNS = 3;

/** Longest text of a box, in characters. */
const LONGEST = 32;

/** The picture of a workflow's tasks, each with its compute profile. */
export async function pictureOfTasks({ workflow }: Entry): Promise<Html> {
  const tasks = Object.entries(workflow.dag.tasks);
  return picture({
    title: `The tasks of ${workflow.id}, from the first to the last`,
    direction: "TB",
    boxes: tasks.map(([name, task]) => ({ id: name, lines: [short(name), task.compute_profile], colour: TASK })),
    arrows: tasks.flatMap(([name, { dependencies }]) => dependencies.map((from) => ({ from, to: name, label: "" }))),
  });
}

/** The picture of workflows and the datasets between them. An arrow goes from the one that updates to the one that reads. */
export async function pictureOfDatasets(title: string, entries: readonly Entry[]): Promise<Html> {
  const uris = [...new Set(entries.flatMap(urisOf))];
  const boxes: Box[] = [
    ...uris.map((uri) => ({ id: `dataset ${uri}`, lines: [short(uri)], colour: DATASET })),
    ...entries.map(({ workflow: { id } }) => ({ id: `workflow ${id}`, lines: [short(id)], colour: WORKFLOW })),
  ];
  const arrows = entries.flatMap(({ workflow: { id }, updates, waitsFor, reads }): Arrow[] => [
    ...updates.map((uri) => ({ from: `workflow ${id}`, to: `dataset ${uri}`, label: "updates" })),
    ...waitsFor.map((uri) => ({ from: `dataset ${uri}`, to: `workflow ${id}`, label: "starts" })),
    ...reads.map((uri) => ({ from: `dataset ${uri}`, to: `workflow ${id}`, label: "is read by" })),
  ]);
  return picture({ title, direction: "TB", boxes, arrows });
}

async function picture(diagram: Diagram): Promise<Html> {
  const { title, boxes, arrows } = diagram;
  if (boxes.length > MOST_BOXES || arrows.length > MOST_ARROWS) {
    return html`<p>
      There is no picture: ${boxes.length} boxes and ${counted(arrows.length, "arrow")} would not be readable.
    </p>`;
  }
  const svg = await draw({ ...diagram, columns: COLUMNS });
  // Several pictures on a page would have the same identifiers, and the titles of their parts repeat the labels.
  return scrolling(
    `Picture: ${title}`,
    Html.trusted(svg.replaceAll(/ id="\w+"/g, "").replaceAll(/<title>[^<]*<\/title>\n?/g, "")),
  );
}

/** The end of a long text, which tells addresses apart. */
function short(text: string): string {
  return text.length > LONGEST ? `…${text.slice(1 - LONGEST)}` : text;
}
