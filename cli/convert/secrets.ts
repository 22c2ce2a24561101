import { callOf, type DagFacts, listOf, mapOf } from "./facts";
import type { Tools, WorkflowFacts } from "./tasks";

/** Ids of the secrets that the tasks use: those of the manifest beside the DAG, then others. */
export function secretsOf(
  dag: DagFacts,
  listed: readonly string[],
  workflow: Pick<WorkflowFacts, "project" | "workflow">,
  { notes, texts }: Tools,
): readonly string[] {
  const ids = new Set(listed);
  const prefix = `${workflow.project}-${workflow.workflow}-`;
  let narrower = false;
  for (const { keywords, place } of dag.tasks) {
    const used = listOf(keywords["secrets"]);
    narrower ||= used.length < listed.length && dag.tasks.length > 1;
    for (const value of used) {
      const call = callOf(value);
      const [type, target, name] = secretOf(call?.arguments ?? [], mapOf(call?.keywords));
      if (call?.name !== "Secret" || type !== "env" || !name?.startsWith(prefix)) {
        notes.leftOut(
          call?.place ?? place,
          `the secret ${texts.shown(name ?? "")} is no variable from a secret of this workflow; list the workflow's secrets under secrets`,
        );
        continue;
      }
      const id = name.slice(prefix.length);
      const variable = `SECRET_${id.toUpperCase().replaceAll("-", "_")}`;
      if (target !== variable) {
        notes.leftOut(
          call.place,
          `the secret ${id} was the variable ${target ?? ""}, and is ${variable} here; read that in the code`,
        );
      }
      if (!listed.includes(id)) {
        notes.changed(call.place, `the secret ${id} was not listed in workflow.yml; it is now`);
      }
      ids.add(id);
    }
  }
  if (narrower) {
    notes.changed(dag.place, "some tasks had fewer secrets; here each task of the workflow has all of them");
  }
  return [...ids];
}

function secretOf(positional: readonly unknown[], keywords: ReadonlyMap<string, unknown>): (string | undefined)[] {
  return ["deploy_type", "deploy_target", "secret"].map((name, index) => {
    const value = keywords.get(name) ?? positional[index];
    return typeof value === "string" ? value : undefined;
  });
}
