import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { temporaryFolder } from "../../support/command";
import { GitHub } from "./github";

const github = new GitHub();

beforeAll(() => github.start());
afterAll(() => github.stop());
beforeEach(() => {
  github.issues = [
    { number: 3, title: "production differs", body: "", state: "open", labels: ["drift-production"], comments: [] },
  ];
});

const URN = "urn:pulumi:test::analytical-platform-airflow::analytical-platform:network:Network$";
const SAME = { op: "same", urn: `${URN}aws:ec2/vpc:Vpc::vpc` };
const OUTPUTS = { op: "update", urn: "urn:pulumi:test::analytical-platform-airflow::pulumi:pulumi:Stack::test" };
const ROUTE = { op: "create", urn: `${URN}aws:ec2/route:Route::private-eu-west-2a-to-10.0.0.0/8` };
const BUCKET = { op: "update", urn: `${URN}aws:s3/bucket:Bucket::dags`, diffReasons: ["tags", "versioning"] };

/** Runs the command over a preview's JSON; also what it told the workflow's next steps. */
async function drift(
  digest: unknown,
): Promise<{ status: number | null; stdout: string; stderr: string; output: string }> {
  const folder = temporaryFolder();
  const output = join(folder, "output");
  writeFileSync(output, "");
  writeFileSync(join(folder, "preview.json"), typeof digest === "string" ? digest : JSON.stringify(digest));
  const result = await github.run("drift", ["test", join(folder, "preview.json")], { GITHUB_OUTPUT: output });
  return { ...result, output: readFileSync(output, "utf8") };
}

test("a difference opens an issue that lists it, with the run that found it", async () => {
  expect(await drift({ steps: [SAME, OUTPUTS, BUCKET] })).toMatchObject({
    status: 0,
    stdout: "test: 1 differing; issue opened\n",
    output: "deploy=false\n",
  });
  const [, issue] = github.issues;
  expect(issue).toMatchObject({ title: "test differs from the code", labels: ["drift-test"] });
  expect(issue?.body).toContain(
    "- **update** `analytical-platform:network:Network$aws:s3/bucket:Bucket::dags`: `tags`, `versioning`",
  );
  expect(issue?.body).toContain("https://github.example/department/airflow/actions/runs/42");
});

test("a second difference goes into the open issue; none closes it with a word", async () => {
  await drift({ steps: [BUCKET] });
  expect((await drift({ steps: [BUCKET, ROUTE] })).stdout).toContain("2 differing; issue updated");
  expect((await drift({ steps: [SAME] })).stdout).toContain("issue closed");
  expect(github.issues[1]).toMatchObject({ state: "closed", comments: ["Nothing differs any more."] });
  expect((await drift({ steps: [SAME] })).stdout).toContain("issue none");
  expect(github.issues.filter(({ labels }) => labels.includes("drift-test"))).toHaveLength(1);
  expect(github.issues[0]).toMatchObject({ state: "open", title: "production differs" });
});

test("routes to an accepted Transit Gateway, and nothing else, ask for a deployment", async () => {
  expect((await drift({ steps: [SAME, OUTPUTS, ROUTE] })).output).toBe("deploy=true\n");
  expect((await drift({ steps: [ROUTE, BUCKET] })).output).toBe("deploy=false\n");
  expect((await drift({ steps: [{ ...ROUTE, op: "delete" }] })).output).toBe("deploy=false\n");
});

test.each([
  [
    "a preview that failed",
    { steps: [SAME], diagnostics: [{ severity: "error", message: "no credentials" }] },
    /no credentials/,
  ],
  ["a preview without steps", {}, /the preview failed, it has no steps/],
  ["what is not JSON", "error: no stack", /is not the JSON of a preview: it begins with "error: no stack"/],
])("%s is told, and closes no issue", async (_name, digest, message) => {
  await drift({ steps: [BUCKET] });
  const { status, stderr, output } = await drift(digest);
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
  expect(output).toBe("");
  expect(github.issues[1]?.state).toBe("open");
});
