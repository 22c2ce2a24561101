import { messageOf } from "../diagnostics/message-of";
import { UsageError } from "../diagnostics/usage-error";
import { fetchDags } from "./active-dags/airflow-api";
import { type DagList, type ListedDag, readDagList } from "./active-dags/dag-list";
import { fileProblem, npmCommand, program, startIfMain } from "./command";
import { readNamedFile } from "./read-named-file";

const command = npmCommand(
  "active-dags",
  "Finds DAGs that are active on two platforms, so that their schedules would run twice. A DAG is active if it is not paused and has a schedule.",
)
  .requiredOption("--there <lists...>", "DAGs of the previous platform")
  .option("--here <lists...>", "DAGs of this platform; without it, the ids of the active DAGs there are printed")
  .option("--forgotten", "find the DAGs that are active there and not here")
  .addHelpText(
    "after",
    `
A list is the address of an Airflow's web server, or files: the output of airflow dags list -o json, or answers of /api/v1/dags or
/api/v2/dags, also as aws mwaa invoke-rest-api prints them. Give all files of a list that has several pages.
AIRFLOW_THERE_AUTHORIZATION and AIRFLOW_HERE_AUTHORIZATION are the headers for addresses, for example "Bearer …".

Exit code 0 if no DAG is found; 1 if DAGs are found; 2 if the call is wrong or a list cannot be read.`,
  );

interface Options {
  readonly there: readonly string[];
  readonly here?: readonly string[] | undefined;
  readonly forgotten?: true | undefined;
}

async function activeDags({ there: listsThere, here: listsHere, forgotten }: Options): Promise<number> {
  if (forgotten === true && listsHere === undefined) {
    throw new UsageError("--forgotten compares two platforms: write --here");
  }
  const [there, here] = await readBoth(listsThere, listsHere);
  if (here === undefined) {
    there.forEach(({ id }) => {
      console.log(id);
    });
    return 0;
  }
  const scheduleHere = new Map(here.map(({ id, schedule }) => [id, schedule]));
  const found = there.filter(({ id }) => scheduleHere.has(id) !== (forgotten === true));
  found.forEach((dag) => {
    console.log(forgotten === true ? lineOf(dag) : `${lineOf(dag)} there, ${inWords(scheduleHere.get(dag.id))} here`);
  });
  const what = forgotten === true ? "active there and not here" : "active on both platforms: their schedules run twice";
  console.error(`Of ${there.length} active DAGs there and ${here.length} here, ${found.length} are ${what}`);
  return found.length > 0 ? 1 : 0;
}

function lineOf({ id, schedule }: ListedDag): string {
  return `${id}: ${inWords(schedule)}`;
}

function inWords(schedule: string | undefined): string {
  return schedule ?? "a schedule that the list does not name";
}

type Side = "there" | "here";

/**
 * The active DAGs of both sides.
 *
 * @throws UsageError with the mistakes of both
 */
async function readBoth(
  listsThere: readonly string[],
  listsHere: readonly string[] | undefined,
): Promise<[ListedDag[], ListedDag[] | undefined]> {
  const there = await readSide("there", listsThere);
  const here = listsHere === undefined ? undefined : await readSide("here", listsHere);
  const mistakes = [...there.mistakes, ...(here?.mistakes ?? [])];
  if (mistakes.length > 0) {
    throw new UsageError(mistakes.join("\n"));
  }
  return [there.active, here?.active];
}

async function readSide(side: Side, sources: readonly string[]): Promise<{ active: ListedDag[]; mistakes: string[] }> {
  const read = await Promise.allSettled(sources.map((source) => readSource(side, source)));
  const unread = read.flatMap((one) =>
    one.status === "rejected" ? [fileProblem(one.reason) ?? messageOf(one.reason)] : [],
  );
  const lists = read.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const dags = new Map(lists.flatMap((list) => list.dags.map((dag) => [dag.id, dag])));
  const mistakes = unread.length > 0 ? unread : incomplete(dags.size, Math.max(...lists.map(({ total = 0 }) => total)));
  return {
    active: [...dags.values()].filter(({ active }) => active).sort((a, b) => a.id.localeCompare(b.id)),
    mistakes: mistakes.map((mistake) => `--${side}: ${mistake}`),
  };
}

/** Why a comparison with a list would say nothing: a part of the DAGs, or none, may look as if nothing ran twice. */
function incomplete(listed: number, total: number): string[] {
  if (listed < total) {
    return [
      `has ${listed} of ${total} DAGs; an answer has at most 100, so get the others with limit and offset, and give all files`,
    ];
  }
  return listed === 0
    ? ["has no DAG, not even a paused one; Airflow shows a user only the DAGs that the user may see"]
    : [];
}

async function readSource(side: Side, source: string): Promise<DagList> {
  if (/^https?:/.test(source)) {
    return await fetchDags(source, process.env[`AIRFLOW_${side.toUpperCase()}_AUTHORIZATION`]);
  }
  const list = readDagList(readNamedFile(source));
  if (list === undefined) {
    throw new Error(
      `${source} is not a list of DAGs; write the output of airflow dags list -o json, or the answer of /api/v1/dags or /api/v2/dags`,
    );
  }
  return list;
}

export const main = program(command, activeDags);

startIfMain(module, main);
