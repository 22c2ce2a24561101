import { resolve } from "node:path";

import { formatProblem } from "../../diagnostics/problem";
import { UsageError } from "../../diagnostics/usage-error";
import type { GeneratedFile } from "../generated-file";
import { loadEnvironment } from "../../preview/load";
import { previewEnvironment } from "../../preview/run";
import { draw } from "../../cli/diagrams/draw";
import { layers } from "./layers";
import { manifestToPod } from "./manifest-to-pod";
import { overview } from "./overview";

/** The stack of the diagram of layers, which has every feature. */
const DRAWN_STACK = "production";

/** The diagrams of the documentation, from the program's resources and the compiler's output. */
export async function diagrams(root: string): Promise<GeneratedFile[]> {
  const { stack, problems } = loadEnvironment(DRAWN_STACK, resolve(root, "manifests"));
  if (stack === undefined) {
    throw new UsageError(
      `the diagram of layers needs ${DRAWN_STACK} without errors:\n${problems.map(formatProblem).join("\n")}`,
    );
  }
  const { registrations } = await previewEnvironment(stack);
  return [
    { path: "docs/diagrams/layers.svg", text: await draw(layers(registrations)) },
    { path: "docs/diagrams/manifest-to-pod.svg", text: await draw(manifestToPod()) },
    { path: "docs/diagrams/overview.svg", text: await draw(overview()) },
  ];
}
