import { PATTERN } from "../reference/derived-names";
import type { Diagram } from "../../cli/diagrams/dot";
import { COLOURS } from "./colours";

const DATA_ACCOUNT = "data account";
const COMPUTE_ACCOUNT = "compute account";

/** The resources from a manifest to a pod, with the compiler's names. */
export function manifestToPod(): Diagram {
  const { manifest, dag, dagObjectKey, role, secrets, serviceAccount } = PATTERN;
  const [secret] = secrets;
  const [task = ""] = Object.keys(dag.tasks);
  const [variable = ""] = Object.keys(dag.secrets);
  return {
    title: "From a manifest to a pod, with the resources on the way",
    direction: "TB",
    boxes: [
      { id: "manifest", lines: ["Manifest", ...folded(manifest)], colour: COLOURS.team },
      { id: "image", lines: ["Image", dag.image.slice(dag.image.indexOf("/") + 1)], colour: COLOURS.team },
      { id: "role", lines: ["Role", ...folded(role?.name ?? "")], colour: COLOURS.data, group: DATA_ACCOUNT },
      { id: "secret", lines: ["Secret", ...folded(secret?.name ?? "")], colour: COLOURS.data, group: DATA_ACCOUNT },
      {
        id: "object",
        lines: ["DAG object, in the bucket", dagObjectKey],
        colour: COLOURS.compute,
        group: COMPUTE_ACCOUNT,
      },
      {
        id: "task",
        lines: ["Airflow", `DAG ${dag.dag_id}`, `task ${task}`],
        colour: COLOURS.compute,
        group: COMPUTE_ACCOUNT,
      },
      {
        id: "account",
        lines: ["Service account", serviceAccount.name],
        colour: COLOURS.compute,
        group: COMPUTE_ACCOUNT,
      },
      { id: "copy", lines: ["Kubernetes Secret", dag.secret_name], colour: COLOURS.compute, group: COMPUTE_ACCOUNT },
      {
        id: "pod",
        lines: ["Pod of the task", `in namespace ${serviceAccount.namespace}`],
        colour: COLOURS.compute,
        group: COMPUTE_ACCOUNT,
      },
    ],
    arrows: [
      { from: "manifest", to: "role", label: "iam" },
      { from: "manifest", to: "secret", label: "secrets" },
      { from: "manifest", to: "object", label: "dag" },
      { from: "role", to: "account", label: "trusts only" },
      { from: "secret", to: "copy", label: "External Secrets" },
      { from: "object", to: "task", label: "loaded by" },
      { from: "task", to: "pod", label: "starts" },
      { from: "account", to: "pod", label: "identity of" },
      { from: "copy", to: "pod", label: variable },
      { from: "image", to: "pod", label: "code of" },
    ],
  };
}

/** A long name on two lines: the second begins with the project. */
function folded(name: string): string[] {
  const project = name.indexOf("<project>");
  return [name.slice(0, project), name.slice(project)];
}
