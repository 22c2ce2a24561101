import { resolve } from "node:path";

import { formatProblem } from "../../diagnostics/problem";
import { UsageError } from "../../diagnostics/usage-error";
import type { GeneratedFile } from "../generated-file";
import { loadEnvironment } from "../../preview/load";
import { previewEnvironment } from "../../preview/run";
import { draw } from "./draw";
import { layers } from "./layers";
import { manifestToPod } from "./manifest-to-pod";

/** The stack whose layers are drawn: the one that has everything. */
const DRAWN_STACK = "production";

/** The pictures of the documentation, drawn from what the program registers and from what the compiler makes. */
export async function diagrams(root: string): Promise<GeneratedFile[]> {
  const { stack, problems } = loadEnvironment(DRAWN_STACK, resolve(root, "manifests"));
  if (stack === undefined) {
    throw new UsageError(
      `the diagram of layers needs a sound ${DRAWN_STACK}:\n${problems.map(formatProblem).join("\n")}`,
    );
  }
  const { registrations } = await previewEnvironment(stack);
  return [
    { path: "docs/diagrams/layers.svg", text: await draw(layers(registrations)) },
    { path: "docs/diagrams/manifest-to-pod.svg", text: await draw(manifestToPod()) },
  ];
}
