import { suggestion } from "../../diagnostics/suggestion";
import { TemplateFault } from "./fault";
import type { Syntax } from "./grammar";
import type { TemplateScope } from "./scope";
import type { Source } from "./value";

/** A field of a result as a template names it: `results.check.rows`, or with brackets if a name needs them. `<field>` stays. */
export function resultReference(task: string, field: string): string {
  return `results${member(task)}${member(field)}`;
}

function member(name: string): string {
  return /^(?:[A-Za-z_]\w*|<field>)$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** The field of a result that the syntax names; undefined if the syntax is not about results. */
export function resultNamed(syntax: Syntax, scope: TemplateScope): Source | undefined {
  const keys = keysOf(syntax);
  if (keys === undefined) {
    return undefined;
  }
  const [result, field, ...more] = keys;
  if (result === undefined || field === undefined || field === "") {
    throw fault(syntax, 'write results.<task>.<field>; a name with - needs brackets, as in results["phase-one"].rows');
  }
  if (more.length > 0) {
    throw fault(
      syntax,
      `a template reads only fields of a result, not their parts; write ${resultReference(result, field)}, which gives JSON`,
    );
  }
  checkTask(result, syntax, scope);
  return { result, field };
}

function checkTask(result: string, syntax: Syntax, { task, tasks = {} }: TemplateScope): void {
  if (task === undefined) {
    throw fault(syntax, "only a task can use results; move this to the env_vars, command, args or when of a task");
  }
  const names = Object.keys(tasks).filter((name) => name !== task);
  if (result === task) {
    throw fault(syntax, `${task} cannot use its own result; name a task before it`);
  }
  if (!Object.hasOwn(tasks, result)) {
    const advice = suggestion(result, names, `the other tasks are ${names.slice(0, 10).join(", ")}`);
    throw fault(syntax, `the workflow has no task ${result}; ${advice}`);
  }
  if (!tasksBefore(task, tasks).has(result)) {
    throw fault(
      syntax,
      `${task} does not wait for ${result}, so it cannot use its result; add ${result} to dag.tasks.${task}.dependencies`,
    );
  }
}

/** The tasks that a task waits for, directly and through others. */
export function tasksBefore(task: string, tasks: NonNullable<TemplateScope["tasks"]>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [task];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const needed of tasks[next] ?? []) {
      if (!found.has(needed)) {
        found.add(needed);
        open.push(needed);
      }
    }
  }
  return found;
}

/** The names after `results`, joined by dots or in brackets; undefined if the syntax begins with another name. */
function keysOf(syntax: Syntax): string[] | undefined {
  switch (syntax.kind) {
    case "name":
      return syntax.name === "results" ? [] : undefined;
    case "attribute":
      return keysOf(syntax.of)?.concat(syntax.name);
    case "item":
      return keysOf(syntax.of)?.concat(syntax.key);
    default:
      return undefined;
  }
}

function fault(syntax: Syntax, message: string): TemplateFault {
  return new TemplateFault("template-result", startOf(syntax), message);
}

/** Position of the first word. */
export function startOf(syntax: Syntax): number {
  if (syntax.kind === "sum") {
    return startOf(syntax.left);
  }
  return "of" in syntax ? startOf(syntax.of) : syntax.at;
}
