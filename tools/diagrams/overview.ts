import type { Diagram } from "../../cli/diagrams/dot";
import { COLOURS } from "./colours";

const WRITTEN = "your team writes";
const MADE = "the platform makes";

/** From the files of a data team, through the things that the platform makes of them, to the team's data and inboxes. */
export function overview(): Diagram {
  return {
    title:
      "Your team writes a manifest and code. The platform makes a DAG, a role and secrets. A pod runs the code on your data",
    direction: "TB",
    boxes: [
      { id: "manifest", lines: ["workflow.yml", "manifest"], colour: COLOURS.team, group: WRITTEN },
      { id: "image", lines: ["Code", "in an image"], colour: COLOURS.team, group: WRITTEN },
      { id: "dag", lines: ["DAG", "Airflow"], colour: COLOURS.compute, group: MADE },
      { id: "role", lines: ["Role", "data account"], colour: COLOURS.data, group: MADE },
      { id: "secret", lines: ["Secrets", "data account"], colour: COLOURS.data, group: MADE },
      { id: "pod", lines: ["Pod of each task", "Kubernetes cluster"], colour: COLOURS.compute },
      { id: "messages", lines: ["Your team", "email and Slack"], colour: COLOURS.team },
      { id: "data", lines: ["Your data", "S3, Athena, Glue, …"], colour: COLOURS.data },
    ],
    arrows: [
      { from: "manifest", to: "dag", label: "dag" },
      { from: "manifest", to: "role", label: "iam" },
      { from: "manifest", to: "secret", label: "secrets" },
      { from: "image", to: "pod", label: "runs" },
      { from: "dag", to: "pod", label: "starts" },
      { from: "role", to: "pod", label: "permits" },
      { from: "secret", to: "pod", label: "as variables" },
      { from: "pod", to: "data", label: "reads and writes" },
      { from: "pod", to: "messages", label: "fails or succeeds" },
    ],
  };
}
