import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { main } from "../../cli/active-dags";
import { call, type CommandResult, temporaryFolder } from "../support/command";

const folder = temporaryFolder();

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** As Airflow 2.10.3 answers. */
function dag2(id: string, more: object = {}): object {
  return {
    dag_id: id,
    is_paused: false,
    is_active: true,
    schedule_interval: { __type: "CronExpression", value: "30 3 * * *" },
    timetable_description: "At 03:30",
    ...more,
  };
}

/** As Airflow 3.0.6 answers. */
function dag3(id: string, more: object = {}): object {
  return {
    dag_id: id,
    is_paused: false,
    is_stale: false,
    timetable_summary: "30 3 * * *",
    timetable_description: "At 03:30",
    ...more,
  };
}

const answer = (...dags: object[]): object => ({ dags, total_entries: dags.length });
const NEVER = "Never, external triggers only";

const there = file(
  "there.json",
  answer(
    dag2("courts.daily"),
    dag2("courts.datasets", {
      schedule_interval: { __type: "CronExpression", value: "Dataset" },
      timetable_description: "Triggered by datasets",
    }),
    dag2("courts.interval", {
      schedule_interval: { __type: "TimeDelta", days: 0, seconds: 21600, microseconds: 0 },
      timetable_description: "",
    }),
    dag2("courts.manual", { schedule_interval: null, timetable_description: NEVER }),
    dag2("courts.paused", { is_paused: true }),
    dag2("courts.paused-here"),
    dag2("courts.removed", { is_active: false }),
  ),
);
const here = file(
  "here.json",
  answer(
    dag3("courts.daily", { timetable_summary: "0 4 * * *", timetable_description: "At 04:00" }),
    dag3("courts.datasets", { timetable_summary: "Asset", timetable_description: "Triggered by assets" }),
    dag3("courts.interval", { timetable_summary: "6:00:00", timetable_description: "" }),
    dag3("courts.manual", { timetable_summary: null, timetable_description: NEVER }),
    dag3("courts.paused"),
    dag3("courts.paused-here", { is_paused: true }),
    dag3("courts.removed"),
  ),
);

const activeDags = (...words: string[]): Promise<CommandResult> => call(main, words);

describe("npm run active-dags", () => {
  test("finds each DAG that both would start by themselves, with both schedules", async () => {
    const { status, stdout, stderr } = await activeDags("--there", there, "--here", here);
    expect(stdout.trimEnd().split("\n")).toEqual([
      "courts.daily: 30 3 * * *: At 03:30 there, 0 4 * * *: At 04:00 here",
      "courts.datasets: Dataset: Triggered by datasets there, Asset: Triggered by assets here",
      "courts.interval: every 21600 seconds there, 6:00:00 here",
    ]);
    expect(stderr).toContain("Of 4 active DAGs there and 5 here, 3 are active on both platforms");
    expect(status).toBe(1);
  });

  test("finds none where one platform has paused its DAGs", async () => {
    const paused = file("paused.json", answer(dag2("courts.daily", { is_paused: true })));
    expect(await activeDags("--there", paused, "--here", here)).toMatchObject({ status: 0, stdout: "" });
  });

  test("prints the ids of the active DAGs of one list, for a loop", async () => {
    const { status, stdout } = await activeDags("--there", there);
    expect(stdout).toBe("courts.daily\ncourts.datasets\ncourts.interval\ncourts.paused-here\n");
    expect(status).toBe(0);
  });

  test("finds the DAGs that were active there, and that nobody has unpaused here", async () => {
    const { status, stdout } = await activeDags("--there", there, "--here", here, "--forgotten");
    expect(stdout).toBe("courts.paused-here: 30 3 * * *: At 03:30\n");
    expect(status).toBe(1);
  });

  test("reads the list of the command line, which has Python's Booleans and no schedules", async () => {
    const list = file("cli.json", [
      { dag_id: "courts.daily", fileloc: "/a.py", owners: "airflow", is_paused: "False" },
      { dag_id: "courts.paused", fileloc: "/a.py", owners: "airflow", is_paused: "True" },
    ]);
    const { stdout } = await activeDags("--there", list, "--here", here);
    expect(stdout).toBe("courts.daily: a schedule that the list does not name there, 0 4 * * *: At 04:00 here\n");
  });

  test("reads several pages, as aws mwaa invoke-rest-api prints them", async () => {
    const page = (id: string): string =>
      file(`${id}.json`, {
        RestApiStatusCode: 200,
        RestApiResponse: { dags: [dag2(id)], total_entries: 2 },
      });
    const { stdout } = await activeDags("--there", page("courts.daily"), page("courts.weekly"));
    expect(stdout).toBe("courts.daily\ncourts.weekly\n");
  });

  test("reports every list that it cannot rely on, and compares nothing", async () => {
    const html = file("login.json", "<html>");
    const part = file("part.json", { dags: [dag2("courts.daily")], total_entries: 394 });
    const none = file("none.json", answer());
    const wrong = await activeDags("--there", html, join(folder, "missing.json"), "--here", part);
    expect(wrong.stderr).toContain("login.json is not a list of DAGs");
    expect(wrong.stderr).toMatch(/--there: .*missing\.json/);
    expect(wrong).toMatchObject({ status: 2, stdout: "" });
    expect((await activeDags("--there", part, "--here", none)).stderr).toMatch(
      /--there: has 1 of 394 DAGs.*\n--here: has no DAG, not even a paused one/,
    );
    expect((await activeDags("--there", there, "--forgotten")).stderr).toContain("write --here");
  });
});

test("a folder in place of a list is a mistake that names it", async () => {
  const { status, stderr } = await activeDags("--there", folder);
  expect({ status, stderr }).toEqual({ status: 2, stderr: `--there: ${folder} is a folder; name a file\n` });
});

describe("the address of an Airflow", () => {
  let server: Server;
  let address = "";
  const asked: string[] = [];
  let answers: (path: string, offset: number, authorization: string | undefined) => [number, unknown];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const url = new URL(request.url ?? "", address);
      asked.push(request.url ?? "");
      const [status, body] = answers(
        url.pathname,
        Number(url.searchParams.get("offset")),
        request.headers.authorization,
      );
      response.writeHead(status).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
    delete process.env["AIRFLOW_THERE_AUTHORIZATION"];
  });

  test("is asked page by page, with the header of its side, on the path of its version", async () => {
    process.env["AIRFLOW_THERE_AUTHORIZATION"] = "Bearer there";
    const all = Array.from({ length: 120 }, (_none, index) => dag2(`courts.${index}`));
    answers = (path, offset, authorization) =>
      path !== "/api/v1/dags"
        ? [404, {}]
        : authorization !== "Bearer there"
          ? [401, {}]
          : [200, { dags: all.slice(offset, offset + 100), total_entries: 120 }];
    const { stdout, status } = await activeDags("--there", address);
    expect(stdout.trimEnd().split("\n")).toHaveLength(120);
    expect(status).toBe(0);
    expect(asked.map((path) => path.split("?")[0])).toEqual(["/api/v2/dags", "/api/v1/dags", "/api/v1/dags"]);
  });

  test.each([
    ["that asks for a login", [401, {}], /--here: .*api\/v2\/dags.* answers with HTTP 401/],
    ["that redirects to one", [302, {}], /answers with HTTP 302/],
    ["without an API", [404, {}], /has neither api\/v2\/dags nor api\/v1\/dags/],
    ["of something else", [200, { hello: 1 }], /does not answer with a list of DAGs/],
  ] as [string, [number, unknown], RegExp][])("%s is a mistake, not an empty list", async (_case, reply, message) => {
    answers = () => reply;
    const { status, stderr } = await activeDags("--there", there, "--here", address);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  test.each(["127.0.0.1", "localhost"])("that nobody serves at %s is a mistake with its reason", async (host) => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const { status, stderr } = await activeDags("--there", `http://${host}:${port}`);
    expect(stderr).toMatch(/^--there: http:\/\/\S+ does not answer: connect ECONNREFUSED/);
    expect(status).toBe(2);
  });
});
