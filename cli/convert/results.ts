import { resultReference } from "../../workflow/templates/results";
import { fieldOf } from "./conditions";
import type { TaskFacts } from "./facts";
import patterns from "./python/result_template.json";

/** A template of Airflow that pulls the result of one task, or a field of it: the task, the keys, the filters. */
const PULL = new RegExp(patterns.template, "g");

/** A key in such a template: `["rows"]`, `.get("rows")` or `.rows`. */
const KEY = new RegExp(patterns.key, "g");

/** Fields of results that other tasks use, by task. */
export class FieldsUsed {
  private readonly fields = new Map<string, Set<string>>();

  add(task: string, field: string): void {
    this.fields.set(task, (this.fields.get(task) ?? new Set()).add(field));
  }

  of(task: string): readonly string[] {
    return [...(this.fields.get(task) ?? [])];
  }
}

/** Whether the template of a mark pulls a result. */
export function isPull(template: string): boolean {
  return template.startsWith("ti.xcom_pull(");
}

/** The text with templates of a manifest in place of those that pull a result. One that no manifest can have stays. */
export function withResults(text: string, used: FieldsUsed): string {
  return text.replaceAll(PULL, (whole, task: string, keys: string, filters: string) => {
    const field = fieldOf({ task, keys: [...keys.matchAll(KEY)].map(([, quoted, name = ""]) => quoted ?? name) });
    if (field === undefined) {
      return whole;
    }
    used.add(task, field);
    return resultTemplate(task, field, filters.trim());
  });
}

/** The template of a manifest for a field of the result of a task. */
export function resultTemplate(task: string, field: string, filters = ""): string {
  return `{{ ${resultReference(task.replaceAll(".", "-"), field)}${filters === "" ? "" : ` ${filters}`} }}`;
}

/** Tasks whose results a task reads in its function or its texts. */
export function resultsRead({ reads = [], keywords }: TaskFacts): readonly string[] {
  const pulled = [...JSON.stringify(keywords).replaceAll('\\"', "'").matchAll(PULL)].map(([, task = ""]) => task);
  return [...new Set([...reads, ...pulled])];
}
