import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { main } from "../../cli/adopt";
import { forMoveOn } from "../../cli/adopt/first-run";
import type { ImportFile } from "../../cli/adopt/import-file";
import { main as validate } from "../../cli/validate";
import { call, type CommandResult, temporaryFolder } from "../support/command";
import { manifest } from "../support/manifests";

/** Workflows of the previous platform, each for one kind of difference. */
const WORKFLOWS: Readonly<Record<string, string>> = {
  "courts/same": manifest(),
  "courts/old-words": manifest("compute_profile: cpu-spot-1vcpu-4gb\nenv_vars:\n  DRY_RUN: true"),
  "courts/reader": `${manifest()}\niam:\n  s3_read_only:\n    - alpha-courts/data/*\nsecrets:\n  - api-key\n`,
  "courts/elsewhere": `${manifest()}\niam:\n  external_role: arn:aws:iam::123456789012:role/courts\n`,
  "courts/catches-up": manifest('schedule: "@daily"\nstart_date: "2025-05-01"\ncatchup: true'),
  "electronic-monitoring-data-store/six": manifest('schedule: "0 0 8 * * *"'),
};

describe("npm run adopt", () => {
  let checkout = "";
  let to = "";
  beforeEach(() => {
    checkout = temporaryFolder();
    to = temporaryFolder();
    for (const [id, text] of Object.entries(WORKFLOWS)) {
      const file = join(checkout, "environments/development", id, "workflow.yml");
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  });
  const adopt = (...words: string[]): Promise<CommandResult> =>
    call(main, ["development", "--from", checkout, "--manifests", join(to, "manifests"), "--out", to, ...words]);
  const written = (id: string): string => readFileSync(join(to, "manifests/development", id, "workflow.yml"), "utf8");
  const report = (): string => readFileSync(join(to, "report.md"), "utf8");

  test("writes every manifest, in this platform's spelling, and leaves others unchanged", async () => {
    const first = await adopt();
    expect(first.stdout).toContain(
      "6 workflows: 1 the same, 0 with chosen differences only, 0 with differences to read, 4 with decisions, 1 refused",
    );
    expect(first.status).toBe(1);
    expect(first.stdout).toMatch(/settings\.yml has the \d settings of the stack/);
    expect(readFileSync(join(to, "settings.yml"), "utf8")).toMatch(
      /# 1 workflow\n +bucketListing:\n +- courts\/reader\n/,
    );
    expect(written("courts/same")).toBe(WORKFLOWS["courts/same"]);
    expect(written("courts/old-words")).toContain("compute_profile: general-spot-1vcpu-4gb");
    const file = join(to, "manifests/development/courts/same/workflow.yml");
    writeFileSync(file, "mine");
    const second = await adopt();
    expect(second.stderr).toContain("exists already and stays unchanged; --replace replaces it");
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect(report()).toMatch(/courts\/same\n {2}- \*\*refused\*\*/);
    await adopt("--replace");
    expect(readFileSync(file, "utf8")).toBe(WORKFLOWS["courts/same"]);
  });

  test("reports by workflow what is refused, what people decide, and which calls the role loses", async () => {
    await adopt();
    const text = report();
    expect(text).toMatch(/six\n {2}- \*\*refused\*\* `refused`: line \d+: dag.schedule 0 0 8 \* \* \* has 6 fields/);
    expect(text).toContain(
      "the owner of arn:aws:iam::123456789012:role/courts must trust the new cluster's issuer, for system:serviceaccount:mwaa:courts-elsewhere",
    );
    expect(text).toContain("every interval since 2025-05-01 runs again");
    expect(text).toMatch(
      /reader\n {2}- \*\*rights\*\* `rights s3_read_only`: loses .*s3:GetObjectAcl.*s3:ListBucket of iam\.s3_read_only/,
    );
    expect(text).toMatch(
      /old-words\n {2}- \*\*decide\*\* `values`: .*DRY_RUN.*\n {2}- differs `compute-profile`: .*\n {2}- differs `[-a-z]+`: line \d+: /,
    );
    expect(text).toMatch(/## No difference found \(1\)\n\n- courts\/same/);
  });

  test("lists existing roles, and the secrets that AWS lists, for pulumi import under the components of their workflows", async () => {
    const name = "/airflow/development/courts/reader/api-key";
    const arn = `arn:aws:secretsmanager:eu-west-1:444444444444:secret:${name}-AbC123`;
    const list = join(to, "secrets.json");
    writeFileSync(list, JSON.stringify({ SecretList: [{ Name: name, ARN: arn }] }));
    const roles = join(to, "roles.json");
    writeFileSync(roles, JSON.stringify({ Roles: [{ RoleName: "airflow-development-courts-reader" }] }));
    await adopt("--secrets", list, "--roles", roles);
    const { nameTable, resources } = JSON.parse(readFileSync(join(to, "import.json"), "utf8")) as ImportFile;
    const reader = resources.filter(({ logicalName }) => logicalName.startsWith("courts-reader"));
    const parent = "workflow courts-reader";
    expect(reader).toEqual([
      {
        type: "analytical-platform:workflows:Workflow",
        name: parent,
        logicalName: "courts-reader",
        parent: "workflows",
        component: true,
      },
      {
        type: "aws:iam/role:Role",
        name: "role courts-reader",
        logicalName: "courts-reader",
        id: "airflow-development-courts-reader",
        parent,
        provider: "data",
      },
      {
        type: "aws:secretsmanager/secret:Secret",
        name: "secret courts-reader-api-key",
        logicalName: "courts-reader-api-key",
        id: arn,
        parent,
        provider: "data",
      },
    ]);
    expect(Object.keys(nameTable).sort()).toEqual(["data", "workflows"]);
    // A role that does not exist, one elsewhere, and a refused workflow are not imported.
    expect(resources.filter(({ id }) => id !== undefined && !id.includes("reader"))).toEqual([]);
    expect(report()).toContain("the role airflow-development-courts-same does not exist there");
    expect(readFileSync(join(to, "owners.md"), "utf8")).toContain("### arn:aws:iam::123456789012:role/courts");
  });

  test.each([
    [
      "in another region than the stack's",
      '{"SecretList": [{"Name": "/a", "ARN": "arn:aws:secretsmanager:eu-west-2:1:secret:/a-1"}]}',
      /set accounts\.data\.region to the region of the primary secrets/,
    ],
    ["that is not one", "{}", /is not the output of aws secretsmanager list-secrets/],
    ["that is not JSON", "no", /is not the output of aws secretsmanager list-secrets/],
  ])("refuses a list of secrets %s, and writes nothing", async (_case, text, message) => {
    const list = join(to, "secrets.json");
    writeFileSync(list, text);
    const { status, stderr } = await adopt("--secrets", list);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(existsSync(join(to, "import.json"))).toBe(false);
  });

  test("reports all mistakes in its files at once, and writes nothing", async () => {
    const no = join(to, "no.json");
    writeFileSync(no, "no");
    const missing = join(to, "missing.json");
    const { status, stderr } = await adopt(
      "--secrets",
      missing,
      "--roles",
      no,
      "--dags",
      no,
      "--choices",
      no,
      "--from",
      to,
    );
    expect(stderr).toMatch(/missing\.json/);
    for (const part of ["aws iam list-roles", "not a list of DAGs", "not a file of choices", "--from is a checkout"]) {
      expect(stderr).toContain(part);
    }
    expect(status).toBe(2);
    expect(existsSync(join(to, "report.md"))).toBe(false);
  });

  test("refuses a checkout without the environment", async () => {
    const { status, stderr } = await call(main, ["development", "--from", to]);
    expect(status).toBe(2);
    expect(stderr).toContain("--from is a checkout of the repository of the previous platform");
  });

  test("with a day of the move every DAG starts paused, and the catch-up has nothing to do", async () => {
    await adopt("--move-day", "2026-12-01");
    expect(written("courts/catches-up")).toContain('start_date: "2026-11-30"\n');
    expect(written("courts/same")).toContain("is_paused_upon_creation: true");
    expect(report()).not.toContain("runs again");
    const accepted = join(to, "manifests/development/courts");
    expect((await call(validate, [accepted])).stdout).toContain("5 manifests: 0 errors");
  });
});

describe("the first run after the move", () => {
  test.each([
    // schedule, start_date there, start_date here
    ['"30 3 * * *"', "2025-01-01", "2026-11-30"],
    ['"0 9 * * 1"', "2025-01-01", "2026-11-30"],
    ['"0 9 * * 3"', "2025-01-01", "2026-11-25"],
    ['"0 15 1 * *"', "2025-01-01", "2026-11-01"],
    ['"@quarterly"', "2025-01-01", "2026-10-01"],
    ["{hours: 6}", "2025-01-01", "2026-12-01"],
    ['"30 3 * * *"', "2027-02-01", "2027-02-01"],
    ["none", "2025-01-01", "2025-01-01"],
    ["{datasets: ['s3://a/b']}", "2025-01-01", "2025-01-01"],
  ])("of %s follows the last one before it", (schedule, there, here) => {
    const text = forMoveOn(manifest(`schedule: ${schedule}\nstart_date: ${there}`), "2026-12-01");
    expect(text).toContain(`start_date: ${here}\n`);
  });
});
