import { parse } from "yaml";

import { convertDag } from "../../../cli/convert/convert";
import { written } from "./support";

const OPERATORS = `
from airflow.operators.python import BranchPythonOperator, PythonOperator, ShortCircuitOperator
from airflow.operators.email import EmailOperator
from airflow.operators.empty import EmptyOperator
`;

interface Task {
  readonly when?: { readonly value: string; readonly is?: string; readonly is_not?: string };
  readonly dependencies?: readonly string[];
  readonly args?: readonly string[];
  readonly env_vars?: Readonly<Record<string, string>>;
}

/** The tasks of the manifest, and the list of differences. */
function converted(lines: string): {
  tasks: Readonly<Record<string, Task>>;
  notes: string[];
  whens: Readonly<Record<string, object>>;
} {
  const { text, notes } = convertDag(written(OPERATORS + lines));
  const { tasks } = (parse(text) as { dag: { tasks: Readonly<Record<string, Task>> } }).dag;
  const whens = Object.fromEntries(Object.entries(tasks).flatMap(([name, { when }]) => (when ? [[name, when]] : [])));
  return { tasks, whens, notes: notes.map((note) => `${note.kind}: ${note.text}`) };
}

/** A branch after the task `decide`, to `a` and `b`, by the lines of its function. All names end in `number`. */
function branch(body: string, number: number | "" = ""): string {
  const named = body.replaceAll(/"(a|b|decide)"/g, `"$1${number}"`);
  return `
def choose${number}(ti, **context):
${named.replaceAll(/^/gm, "    ")}
chosen = BranchPythonOperator(task_id="choose${number}", python_callable=choose${number}, dag=dag)
task("decide${number}", do_xcom_push=True) >> chosen >> [task("a${number}"), task("b${number}")]`;
}

const PULL = 'kind = ti.xcom_pull(task_ids="decide")["kind"]\n';

const FOLLOWED: readonly (readonly [on: string, body: string, a: object, b: object])[] = [
  ["an equality", `${PULL}return "a" if kind == "full" else "b"`, { is: "full" }, { is_not: "full" }],
  ["a difference", `${PULL}return "b" if kind != "full" else ["a"]`, { is: "full" }, { is_not: "full" }],
  ["a truth", `${PULL}return "a" if kind else "b"`, { is: "true" }, { is_not: "true" }],
  ["a number", `${PULL}return "a" if 0 == kind else "b"`, { is: "0" }, { is_not: "0" }],
  ["None", `${PULL}return "a" if kind == None else "b"`, { is: "" }, { is_not: "" }],
  ["a list", `${PULL}return "a" if kind in ("full",) else "b"`, { is: "full" }, { is_not: "full" }],
  ["a whole object", 'return "a" if ti.xcom_pull("decide") == {"kind": "x"} else "b"', { is: "x" }, { is_not: "x" }],
  [
    "JSON",
    'import json\nreturn "a" if json.loads(ti.xcom_pull("decide")).get("kind") == "x" else "b"',
    { is: "x" },
    { is_not: "x" },
  ],
  [
    "elif",
    `${PULL}if kind == "1":\n    return "a"\nelif kind == "2":\n    return "b"\nreturn []`,
    { is: "1" },
    { is: "2" },
  ],
];

const NOT_FOLLOWED: readonly (readonly [on: string, body: string, reason: string])[] = [
  ["an order", `${PULL}return "a" if kind > 3 else "b"`, "it does more with the result of decide"],
  ["two fields", `${PULL}return "a" if kind == 1 and ti.xcom_pull("decide")["x"] == 2 else "b"`, "several comparisons"],
  ["a deep part", 'return "a" if ti.xcom_pull("decide")["x"]["y"] == 1 else "b"', "it reads x.y of the result"],
  ["an object", `${PULL}return "a" if kind == [1] else "b"`, "a condition compares one text"],
  ["the date", 'from datetime import date\nreturn "a" if date.today().day == 1 else "b"', "depends on no result"],
  [
    "a variable",
    'from airflow.models import Variable\nreturn "a" if Variable.get("x") == "1" else "b"',
    "it compares airflow",
  ],
  ["another value", 'return "a" if ti.xcom_pull("decide", key="x") == 1 else "b"', "it pulls the XCom value x"],
  ["another task", 'return "a" if ti.xcom_pull("nobody") == 1 else "b"', "the result of nobody, which is no container"],
  ["an unknown name", `${PULL}return "a" if kind == "x" else "c"`, "it chooses c, which is no task"],
  ["an error", "raise ValueError('no')", "ValueError: no"],
  ["an end", "import sys\nsys.exit(1)", "SystemExit: 1"],
  ["an endless loop", "while True:\n    pass", "it runs for longer than 2 seconds"],
  [
    "an error that it hides",
    `${PULL}try:\n    return "a" if kind > 3 else "b"\nexcept Exception:\n    return "b"`,
    "compare it",
  ],
];

/** One DAG has every branch, because each reading takes two starts of Python. */
describe("a branch", () => {
  let { whens, notes } = { whens: {} as Readonly<Record<string, object>>, notes: [] as string[] };

  beforeAll(() => {
    const bodies = [...FOLLOWED, ...NOT_FOLLOWED].map(([, body]) => body);
    ({ whens, notes } = converted(bodies.map(branch).join("\n")));
  });

  test.each(FOLLOWED.map(([on, , a, b], number) => [on, number, a, b] as const))(
    "on %s becomes a condition of each task",
    (_on, number, a, b) => {
      const value = `{{ results.decide${number}.kind }}`;
      expect(whens[`a${number}`]).toEqual({ value, ...a });
      expect(whens[`b${number}`]).toEqual({ value, ...b });
      expect(notes.join()).toContain("let the program write a JSON object with kind, of at most 4096 bytes");
    },
  );

  test.each(NOT_FOLLOWED.map(([on, , reason], index) => [on, FOLLOWED.length + index, reason] as const))(
    "on %s is listed with the reason, and its tasks have no condition",
    (_on, number, reason) => {
      expect(whens).not.toHaveProperty(`a${number}`);
      const [note = ""] = notes.filter((one) => one.includes(`the task choose${number} is a BranchPythonOperator`));
      expect(note).toContain("tasks after it always run here: ");
      expect(note).toContain(reason);
    },
  );
});

test("a result that names the task becomes a condition for each name", () => {
  const { whens, notes } = converted(branch('return ti.xcom_pull("decide")'));
  const value = "{{ results.decide.value }}";
  expect(whens).toEqual({ a: { value, is: "a" }, b: { value, is: "b" } });
  expect(notes.join()).toContain("with value (the whole result of before)");
});

test("a short circuit skips everything after it, and a condition reaches tasks through empty ones", () => {
  const { whens, notes } = converted(`
short = ShortCircuitOperator(task_id="short", dag=dag, python_callable=lambda ti: ti.xcom_pull("check")["changed"])
check, load, report = task("check", do_xcom_push=True), task("load"), task("report", trigger_rule="none_failed")
check >> short >> EmptyOperator(task_id="go", dag=dag) >> load >> report`);
  const when = { value: "{{ results.check.changed }}", is: "true" };
  expect(whens).toEqual({ load: when, report: when });
  expect(notes.join()).toContain("it takes only true in the field changed of check");
});

test("tasks that join branches have no condition", () => {
  const { whens } = converted(`${branch(`${PULL}return "a" if kind == "full" else "none"`)}
none = EmptyOperator(task_id="none", dag=dag)
join = task("join", trigger_rule="none_failed_min_one_success")
chosen >> none >> join
dag.tasks[2] >> join`);
  expect(Object.keys(whens)).not.toContain("join");
});

test("templates and outputs of results become templates of the manifest", () => {
  const { tasks } = converted(`
first = task("phase-one", do_xcom_push=True)
first >> task("later", env_vars={"ROWS": "{{ ti.xcom_pull(task_ids='phase-one')['rows'] }}", "ALL": "{{ task_instance.xcom_pull('phase-one', key='return_value') }}"})
task("last", arguments=["--day", first.output["day"], "--rows={{ ti.xcom_pull('phase-one').rows | int }}"])`);
  expect(tasks["later"]?.env_vars).toEqual({
    ROWS: '{{ results["phase-one"].rows }}',
    ALL: '{{ results["phase-one"].value }}',
  });
  expect(tasks["last"]).toMatchObject({
    args: ["--day", '{{ results["phase-one"].day }}', '--rows={{ results["phase-one"].rows | int }}'],
    dependencies: ["phase-one"],
  });
});

test("mail that is made of a result says how a task gets the result", () => {
  const { notes } = converted(`
def send(ti):
    print(f"{ti.xcom_pull('check')['rows']} rows")
task("check") >> PythonOperator(task_id="send", python_callable=send, dag=dag)
EmailOperator(task_id="mail", dag=dag, to="x", subject="s", html_content="<b>{{ ti.xcom_pull('check') }}</b>")`);
  const gets = "In its env_vars it gets the result as {{ results.check.<field> }}";
  expect(notes.filter((note) => note.endsWith(gets))).toHaveLength(2);
});

test("decorated functions are branches and tasks too", () => {
  const { whens, notes } = converted(`
from airflow.decorators import task as decorated
with dag:
    @decorated.branch(task_id="pick")
    def pick(kind):
        return "a" if kind == "x" else "b"
    @decorated
    def mail(result):
        print(result["rows"])
    check = task("check", do_xcom_push=True)
    pick(check.output["kind"]) >> [task("a"), task("b")]
    mail(check.output)`);
  const value = "{{ results.check.kind }}";
  expect(whens).toEqual({ a: { value, is: "x" }, b: { value, is_not: "x" } });
  expect(notes.join()).toContain("the task mail is a PythonOperator");
});
