import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { readChoices, unusedChoices } from "../../../cli/adopt/choices";
import { renderOwners } from "../../../cli/adopt/owners";
import { type PresentState, readDags, readRoleNames } from "../../../cli/adopt/present";
import { renderReport, type ReportContext, reportOf, type WorkflowReport } from "../../../cli/adopt/report";
import { neededSettings } from "../../../cli/adopt/settings";
import { type AdoptedWorkflow, type Adoption, readWorkflows } from "../../../cli/adopt/workflows";
import { writeFiles } from "../../../cli/adopt/write-files";
import { temporaryFolder } from "../../support/command";
import { manifest, migrating } from "../../support/manifests";

const ENVIRONMENT = migrating("development", { trustedIssuers: ["oidc.example/id/THERE"] });
const NOTHING_KNOWN: PresentState = { secrets: undefined, roles: undefined, dags: undefined };

/** Workflows of the present platform by id, adopted. */
function adopted(
  workflows: Readonly<Record<string, string>>,
  more: Partial<Adoption> = {},
): readonly AdoptedWorkflow[] {
  const from = temporaryFolder();
  write(join(from, "environments/development"), workflows);
  return readWorkflows({ from, manifests: join(from, "manifests"), ...more }, ENVIRONMENT).workflows;
}

function write(folder: string, workflows: Readonly<Record<string, string>>): void {
  for (const [id, text] of Object.entries(workflows)) {
    const file = join(folder, id, "workflow.yml");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function reported(workflows: readonly AdoptedWorkflow[], context: Partial<ReportContext> = {}): WorkflowReport[] {
  const roleNames = new Set(workflows.flatMap(({ accepted }) => accepted?.compiled.role?.name ?? []));
  return workflows.map((workflow) =>
    reportOf(workflow, {
      dataAccount: "444444444444",
      moveDay: undefined,
      present: NOTHING_KNOWN,
      roleNames,
      choices: new Map(),
      needed: neededSettings(workflows, ENVIRONMENT),
      ...context,
    }),
  );
}

/** Texts of the differences of one sort, of one workflow. */
function saidOf(text: string, about: string, context: Partial<ReportContext> = {}, id = "courts/daily"): string[] {
  const workflows = adopted({ [id]: text }, context.moveDay === undefined ? {} : { moveDay: context.moveDay });
  return reported(workflows, context).flatMap(({ differences }) =>
    differences.filter((one) => one.about === about).map((one) => `${one.kind}: ${one.text}`),
  );
}

const only = (said: readonly string[]): string => {
  expect(said).toHaveLength(1);
  return said[0] ?? "";
};

describe("the report says by workflow", () => {
  test("that email comes once, if a try that fails is tried again", () => {
    const more = "\nnotifications:\n  emails: [a@justice.gov.uk]\n";
    expect(only(saidOf(manifest("retries: 2", more), "email"))).toMatch(/after the last retry only/);
    expect(saidOf(manifest("retries: 0", more), "email")).toEqual([]);
  });

  test("that Slack's message of success comes once, if there are several tasks", () => {
    const more = "\nnotifications:\n  slack_channel: courts\n  slack_events: [success]\n";
    expect(only(saidOf(manifest("tasks: {one: {}, two: {}}", more), "slack"))).toMatch(/each successful run/);
    expect(saidOf(manifest("", more), "slack")).toEqual([]);
  });

  test.each(["git@github.com:a/b.git", "sftp://files.example", "http://plain.example"])(
    "that a value looks like a connection on another port: %s",
    (value) => {
      expect(only(saidOf(manifest(`env_vars:\n  SOURCE: "${value}"`), "egress"))).toMatch(
        /^decide: .*compatibility.egress/,
      );
    },
  );

  test("that it gets a policy by its role's name there, which nobody has named here", () => {
    expect(only(saidOf(manifest(), "named-policy", {}, "analytical-platform/cadet-deploy"))).toMatch(/namedPolicies/);
    expect(saidOf(manifest(), "named-policy")).toEqual([]);
  });

  test("what the lists of the present platform say: a paused DAG, one that nobody knows, a role and a secret that are not there", () => {
    const text = `${manifest()}\nsecrets: [api-key]\n`;
    const present = {
      secrets: new Map<string, string>(),
      roles: readRoleNames('{"Roles": []}', "roles.json"),
      dags: new Map(
        readDags('[{"dag_id": "courts.daily", "is_paused": "True"}]', "dags.json").map((dag) => [dag.id, dag] as const),
      ),
    };
    expect(only(saidOf(text, "paused", { present }))).toBe("differs: paused there: leave it paused here");
    expect(only(saidOf(text, "paused", { present: { ...present, dags: new Map() } }))).toMatch(/^decide: .*no DAG/);
    expect(only(saidOf(text, "new-role", { present }))).toMatch(
      /airflow-development-courts-daily does not exist there/,
    );
    expect(only(saidOf(text, "new-secret", { present }))).toMatch(/^decide: .*courts\/daily\/api-key.*placeholder/);
    expect(saidOf(text, "new-secret")).toEqual([]);
  });

  test("when the last run there and the first run here are due", () => {
    const text = manifest('schedule: "30 3 * * *"\nstart_date: "2025-05-01"');
    expect(only(saidOf(text, "dates", { moveDay: "2026-12-01" }))).toBe(
      "differs: start_date 2026-11-30, there 2025-05-01; last run there 2026-11-30 03:30, first run here 2026-12-01 03:30 UTC",
    );
    expect(saidOf(manifest(), "dates", { moveDay: "2026-12-01" })).toEqual([]);
    const midnight = manifest('schedule: "@daily"\nstart_date: "2025-05-01"');
    expect(only(saidOf(midnight, "dates", { moveDay: "2026-12-01" }))).toMatch(
      /last run there 2026-11-30 00:00, first run here 2026-12-01 00:00 UTC$/,
    );
  });

  test("how many runs a catch-up makes again", () => {
    const often = manifest('schedule: "0 */6 * * *"\nstart_date: "2025-05-01"\ncatchup: true\nlarge_catchup: true');
    expect(only(saidOf(often, "catch-up", { moveDay: "2026-12-01" }))).toMatch(/3 runs of 2026-11-30 happen again/);
    const daily = manifest('schedule: "0 6 * * *"\nstart_date: "2025-05-01"\ncatchup: true');
    expect(saidOf(daily, "catch-up", { moveDay: "2026-12-01" })).toEqual([]);
  });

  test("that a compute profile has another name, and that depends_on_past begins anew", () => {
    const text = manifest("compute_profile: cpu-spot-1vcpu-4gb\ndepends_on_past: true");
    expect(only(saidOf(text, "compute-profile"))).toMatch(/of the same size/);
    expect(only(saidOf(text, "depends-on-past"))).toMatch(/^decide: /);
  });
});

describe("a manifest that somebody has edited since", () => {
  const reader = `${manifest()}\niam:\n  s3_read_only:\n    - alpha-courts/data/*\n`;
  const folder = temporaryFolder();

  test("is what the report is about, compared with the calls of the present one", () => {
    write(join(folder, "development"), { "courts/daily": manifest(), "courts/other": manifest() });
    const [daily] = reported(adopted({ "courts/daily": reader }, { manifests: folder }));
    expect(daily?.differences.map(({ about }) => about)).toEqual([
      "rights s3_read_only",
      "setting compatibility.trustedIssuers",
      "edited",
    ]);
    const [replaced] = adopted({ "courts/daily": reader }, { manifests: folder, replace: true });
    expect(replaced).toMatchObject({ edited: false, manifest: { text: reader } });
  });

  test("and that does not fit the move day, is a decision with what to write", () => {
    const moved = adopted(
      { "courts/daily": manifest('schedule: "@daily"\nstart_date: "2025-05-01"\n') },
      { manifests: folder, moveDay: "2026-12-01" },
    );
    const [daily] = reported(moved, { moveDay: "2026-12-01" });
    expect(daily?.state).toBe("decide");
    expect(daily?.differences.find(({ about }) => about === "dates")?.text).toContain(
      "does not fit the move on 2026-12-01; write is_paused_upon_creation: true",
    );
  });
});

describe("a file of choices", () => {
  const workflows = adopted({
    "courts/daily": `${manifest()}\niam:\n  s3_read_only:\n    - alpha-courts/data/*\n`,
    "courts/elsewhere": `${manifest()}\niam:\n  external_role: arn:aws:iam::123456789012:role/courts\n`,
  });

  test("takes the differences that it names off the list of decisions, and keeps them in the report", () => {
    const choices = readChoices('"*/*": [rights s3_read_only, setting compatibility.trustedIssuers]', "choices.yml");
    const reports = reported(workflows, { choices });
    expect(reports.map(({ state }) => state)).toEqual(["chosen", "decide"]);
    const text = renderReport("development", reports, []);
    expect(text).toContain("| decide | `external-role` | 1 |");
    expect(text).toContain("## Only differences that somebody has chosen (1)\n\n- courts/daily");
    expect(text).toContain("  - chosen (rights) `rights s3_read_only`: loses s3:");
  });

  test("has each choice that fits nothing listed, with the nearest word", () => {
    const differences = [{ id: "courts/daily", about: "external-role" }];
    const choices = readChoices("courts/daily: [external-rol]\nprisons/*: [email]", "choices.yml");
    expect(unusedChoices(choices, differences)).toEqual([
      "courts/daily: no workflow that matches has a difference external-rol; did you mean external-role?",
      "prisons/*: no workflow that matches has a difference email; remove the line",
    ]);
  });

  test.each(["courts/daily: email", "- email", "a: [b", "courts/daily: [1]"])(
    "that is not one is refused: %s",
    (text) => {
      expect(() => readChoices(text, "choices.yml")).toThrow("choices.yml is not a file of choices");
    },
  );
});

describe("the files that adopt writes", () => {
  test("are all there, or none: what was there before stays", () => {
    const folder = temporaryFolder();
    const [first, second] = [join(folder, "first"), join(folder, "second")];
    writeFileSync(first, "before");
    mkdirSync(`${second}.part`);
    expect(() => {
      writeFiles(
        new Map([
          [first, "after"],
          [second, "after"],
        ]),
      );
    }).toThrow("EISDIR");
    expect(readFileSync(first, "utf8")).toBe("before");
    expect(readdirSync(folder).sort()).toEqual(["first", "second.part"]);
  });
});

describe("the letters to owners of roles", () => {
  const role = (account: number, name: string): string =>
    `${manifest()}\niam:\n  external_role: arn:aws:iam::${account}:role/${name}\n`;
  const workflows = adopted({
    "courts/one": role(111111111111, "shared"),
    "courts/two": role(111111111111, "shared"),
    "electronic-monitoring-data-store/three": role(222222222222, "third"),
    "courts/own": manifest(),
  });
  const letters = renderOwners("development", workflows, {
    here: "oidc.example/id/HERE",
    there: ["oidc.example/id/THERE"],
  });

  test("are one for each account, with a trust policy that lets both clusters in", () => {
    expect([...letters.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
      "Account 111111111111",
      "Account 222222222222",
    ]);
    const policies = [...letters.matchAll(/```json\n([\s\S]*?)\n```/g)].map(
      ([, json]) => JSON.parse(json ?? "") as object,
    );
    const [shared, third] = policies;
    expect(shared).toEqual({
      Version: "2012-10-17",
      Statement: ["oidc.example/id/HERE", "oidc.example/id/THERE"].map((issuer) => ({
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${issuer}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: "sts.amazonaws.com",
            [`${issuer}:sub`]: ["system:serviceaccount:mwaa:courts-one", "system:serviceaccount:mwaa:courts-two"],
          },
        },
      })),
    });
    expect(JSON.stringify(third)).toContain("system:serviceaccount:mwaa:");
    expect(letters).toContain("URL `https://oidc.example/id/HERE`");
  });

  test("say that an issuer is missing, and that there is no letter to send", () => {
    expect(renderOwners("development", workflows, { here: undefined, there: [] })).toContain(
      "<issuer of the new cluster>",
    );
    expect(renderOwners("development", [], { here: undefined, there: [] })).toContain("No workflow uses a role");
  });
});
