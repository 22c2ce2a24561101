import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { main } from "../../../cli/convert";
import { convertDag } from "../../../cli/convert/convert";
import { main as validate } from "../../../cli/validate";
import { call, temporaryFolder } from "../../support/command";
import { COURTS, HEAD, written } from "./support";

const dagOf = (workflow: string): string => join(COURTS, workflow, "dag.py");

const KINDS = readdirSync(COURTS).filter((kind) => existsSync(join(COURTS, kind, "expected.yml")));

describe("npm run convert", () => {
  test.each(KINDS)("makes the manifest and the list of differences of each kind of DAG: %s", (kind) => {
    const { text, notes } = convertDag(dagOf(kind));
    expect(text).toBe(readFileSync(join(COURTS, kind, "expected.yml"), "utf8"));
    const lines = notes.map((note) => `dag.py:${note.place.line}: ${note.kind}: ${note.text}\n`).join("");
    expect(lines).toBe(readFileSync(join(COURTS, kind, "notes.txt"), "utf8"));
  });

  test("writes manifests that validate accepts, and leaves existing ones unchanged", async () => {
    const out = temporaryFolder();
    const files = KINDS.map(dagOf);
    const { stdout, status } = await call(main, [...files, "--out", out]);
    expect(status).toBe(1);
    expect(stdout).toContain(`Wrote ${join(out, "development/courts/one-task/workflow.yml")}: 0 left out, 0 changed`);
    expect((await call(validate, [out])).stdout).toContain(`${KINDS.length} manifests: 0 errors`);
    const file = join(out, "development/courts/one-task/workflow.yml");
    writeFileSync(file, "mine");
    const again = await call(main, [dagOf("one-task"), "--out", out]);
    expect(again.status).toBe(1);
    expect(again.stderr).toContain("exists already and stays unchanged");
    expect(readFileSync(file, "utf8")).toBe("mine");
    const replaced = await call(main, [dagOf("one-task"), "--out", out, "--replace"]);
    expect(replaced.status).toBe(0);
    expect(replaced.stdout).toContain(`Replaced ${file}`);
  });

  test("prints the manifest of a DAG that it takes along whole, and nothing else", async () => {
    const { stdout, stderr, status } = await call(main, [dagOf("one-task")]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe(readFileSync(join(COURTS, "one-task/expected.yml"), "utf8"));
  });

  test.each([
    ["several DAGs without --out", [dagOf("one-task"), dagOf("mail")], /several DAGs need --out/],
    ["a file that is not there", ["no/dag.py"], /there is no no\/dag\.py/],
    ["a path without an environment", [__filename], /is not at <environment>\/<project>\/<workflow>/],
  ])("refuses %s", async (_case, words, message) => {
    const { status, stderr } = await call(main, words);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  test.each([
    ["an error of syntax", `${HEAD}start = datetime(2026, 01, 24)`, /dag\.py:\d+: leading zeros in decimal integer/],
    ["an error when it runs", `${HEAD}table_names.append(1)`, /dag\.py:\d+: NameError: name 'table_names'/],
    ["no DAG", "import airflow", /makes no DAG/],
    ["two DAGs", `${HEAD}other = DAG("x")`, /makes 2 DAGs/],
    ["no tasks", HEAD, /the DAG has no tasks/],
    ["an end of the process", `${HEAD}exit(3)`, /dag\.py:\d+: (NameError|SystemExit)/],
  ])("names the line of a DAG with %s", (_case, text, message) => {
    expect(() => convertDag(written("", text))).toThrow(message);
  });

  test("names the place of broken YAML in the workflow.yml beside the DAG", () => {
    const file = written('task("a")');
    const beside = join(dirname(file), "workflow.yml");
    writeFileSync(beside, "dag: [\n");
    expect(() => convertDag(file)).toThrow(`${beside}:2:1: `);
  });

  test("one file of several that cannot be read does not keep the others back", async () => {
    const out = temporaryFolder();
    const broken = written("", `${HEAD}def f(:`);
    const { stdout, stderr, status } = await call(main, [broken, dagOf("one-task"), "--out", out]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/dag\.py:\d+: invalid syntax; correct the file first/);
    expect(stdout).toContain(`Wrote ${join(out, "development/courts/one-task/workflow.yml")}`);
  });

  test("a helper beside the DAG is read, and modules that only the image has are not needed", () => {
    const file = written("import pandas\nfrom tables import TABLES\nfor table in TABLES:\n    task(table)");
    writeFileSync(join(dirname(file), "tables.py"), 'TABLES = ["cases", "hearings"]\n');
    const { text, notes } = convertDag(file);
    expect(text).toContain("tasks:\n    cases: {}\n    hearings: {}\n");
    expect(notes).toEqual([]);
  });

  test("tasks that Airflow maps over lists are listed, and those after them wait for those before", () => {
    const { text, notes } = convertDag(
      written(`
from airflow.decorators import task as decorated
from airflow.operators.bash import BashOperator
first, last = task("first"), task("last")
with dag:
    pods = AnalyticalPlatformStandardOperator.partial(task_id="pods").expand(env_vars=first.output)
    bash = BashOperator.partial(task_id="bash").expand_kwargs([{"bash_command": "ls"}])
    @decorated
    def count(number, base):
        return number
    [pods, bash, count.override(task_id="sums").partial(base=1).expand(number=[1, 2])] >> last`),
    );
    const mapped = notes.map((note) => note.text).filter((note) => note.includes(" is a mapped "));
    expect(mapped.map((note) => note.split(",")[0])).toEqual([
      "the task pods is a mapped AnalyticalPlatformStandardOperator",
      "the task bash is a mapped BashOperator",
      "the task sums is a mapped PythonOperator",
    ]);
    expect(mapped.join()).toContain("write a task for each value, or one task that works through all values");
    expect(text).toContain("last:\n      dependencies:\n        - first\n");
  });

  test("groups, chains and lists join tasks as in Airflow", () => {
    const { text } = convertDag(
      written(`
from airflow.utils.task_group import TaskGroup
from airflow.models.baseoperator import chain
from airflow.utils.edgemodifier import Label
first, last = task("first"), task("last")
with TaskGroup("middle", dag=dag) as middle:
    task("one") >> task("two")
first >> Label("then") >> middle >> last
chain(task("a"), [task("b"), task("c")], task("d"))`),
    );
    expect(text).toContain("middle-one:\n      dependencies:\n        - first\n");
    expect(text).toContain("middle-two:\n      dependencies:\n        - middle-one\n");
    expect(text).toContain("last:\n      dependencies:\n        - middle-two\n");
    expect(text).toContain("    d:\n      dependencies:\n        - b\n        - c\n");
  });
});

describe("a DAG that is read can do little", () => {
  test.each([
    ["start a program", 'import subprocess; subprocess.run(["true"])'],
    ["start a program", 'import os; os.system("true")'],
    ["start a program", "import os; os.fork()"],
    ["use the network", 'import socket; socket.create_connection(("127.0.0.1", 9))'],
    ["write", 'open("/tmp/converted", "w")'],
    ["change files", "import os; os.remove(__file__)"],
    ["read /etc/passwd", 'open("/etc/passwd")'],
    ["call the operating system", "import ctypes"],
  ])("it may not %s: %s", (action, lines) => {
    expect(() => convertDag(written(lines))).toThrow(
      new RegExp(`dag\\.py:\\d+: RefusedError: the DAG may not ${action}`),
    );
  });

  test("its process has none of the caller's variables", () => {
    process.env["AWS_SECRET_ACCESS_KEY"] = "not-for-dags";
    try {
      const { text } = convertDag(written('import os\ntask("main", env_vars={"ALL": ",".join(sorted(os.environ))})'));
      expect(/ALL: (.*)/.exec(text)?.[1]).not.toMatch(/AWS|HOME|NODE/);
    } finally {
      delete process.env["AWS_SECRET_ACCESS_KEY"];
    }
  });

  test.each([
    ["ends the process", "import os\nos._exit(0)", "it ended early"],
    ["answers in the reader's place", "import json\njson.dump = lambda *a: print('{}')", "it ended early"],
    ["prints without end", 'while True:\n    print("x" * 10**6)', "it has more than 64 MiB of output or tasks"],
  ])("one that %s is refused with the reason", (_case, lines, why) => {
    expect(() => convertDag(written(lines))).toThrow(
      `dag.py could not be read: ${why}. It has 60 seconds and 1 GiB of memory`,
    );
  });

  test("it cannot take memory without end", () => {
    expect(() => convertDag(written("text = 'x' * 2**31"))).toThrow(/MemoryError/);
  });
});
