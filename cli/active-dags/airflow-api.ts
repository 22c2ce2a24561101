import { type DagList, readDagList } from "./dag-list";

/** The most DAGs that one answer has. */
const PAGE = 100;
const SECONDS_TO_ANSWER = 30;

/** Paths of Airflow 3 and of Airflow 2. */
const PATHS = ["api/v2/dags", "api/v1/dags"];

/**
 * Asks an Airflow's REST API for all its DAGs.
 *
 * @param base address of the web server, for example `https://airflow.example.org`
 * @param authorization value of the header `Authorization`
 * @throws Error that says what the server answered
 */
export async function fetchDags(base: string, authorization: string | undefined): Promise<DagList> {
  for (const path of PATHS) {
    const first = await fetchPage(base, path, 0, authorization);
    if (first !== "no such path") {
      const dags = [...first.dags];
      while (dags.length < (first.total ?? 0)) {
        const next = await fetchPage(base, path, dags.length, authorization);
        if (next === "no such path" || next.dags.length === 0) {
          break;
        }
        dags.push(...next.dags);
      }
      return { dags, total: first.total };
    }
  }
  throw new Error(`${base} has neither ${PATHS.join(" nor ")}: write the address of the web server, without a path`);
}

/** An error of `fetch`, whose own message is only "fetch failed". A host with several addresses has several errors. */
interface Failure {
  readonly message: string;
  readonly cause?: Failure;
  readonly errors?: readonly Failure[];
}

function reasonOf(failure: Failure): string {
  const { cause = failure } = failure;
  return (cause.errors ?? [cause]).map(({ message }) => message).join(", ");
}

async function fetchPage(
  base: string,
  path: string,
  offset: number,
  authorization: string | undefined,
): Promise<DagList | "no such path"> {
  const url = new URL(path, base.endsWith("/") ? base : `${base}/`);
  url.search = new URLSearchParams({ limit: String(PAGE), offset: String(offset) }).toString();
  const response = await fetch(url, {
    headers: { Accept: "application/json", ...(authorization === undefined ? {} : { Authorization: authorization }) },
    signal: AbortSignal.timeout(SECONDS_TO_ANSWER * 1000),
    redirect: "manual",
  }).catch((caught: unknown) => {
    throw new Error(`${url.origin} does not answer: ${reasonOf(caught as Failure)}`);
  });
  if (response.status === 404) {
    return "no such path";
  }
  if (response.status !== 200) {
    throw new Error(`${url.href} answers with HTTP ${response.status}`);
  }
  const list = readDagList(await response.text());
  if (list === undefined) {
    throw new Error(`${url.href} does not answer with a list of DAGs`);
  }
  return list;
}
