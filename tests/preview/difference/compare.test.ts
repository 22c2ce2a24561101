import { renderMarkdown } from "../../../preview/difference/markdown";
import { renderText } from "../../../preview/difference/text";
import { compareSides } from "../../../preview/difference/compare";
import type { DescribedWorkflow, Side } from "../../../preview/difference/side";
import type { Json, Registration } from "../../../preview/offline/registration";
import { compiled, manifest } from "../../support/manifests";

const BASE = { ref: "main", commit: "0123456789abcdef", isMergeBase: false };
const STACK = "urn:pulumi:test::p::pulumi:pulumi:Stack::stack";

function resource(
  type: string,
  name: string,
  inputs: Record<string, Json> = {},
  more: Partial<Registration> = {},
): Registration {
  return {
    urn: `urn:pulumi:test::p::${type}::${name}`,
    type,
    name,
    parent: STACK,
    dependsOn: [],
    protect: false,
    provider: null,
    retainOnDelete: false,
    ignoreChanges: [],
    aliases: [],
    inputs,
    ...more,
  };
}

const ROOT = resource("pulumi:pulumi:Stack", "stack", {}, { urn: STACK, parent: null });
const CLUSTER = resource("analytical-platform:cluster:Cluster", "cluster");

function side(resources: readonly Registration[], more: Partial<Side> = {}): Side {
  return { resources: [ROOT, CLUSTER, ...resources], workflows: [], manifests: new Map(), ...more };
}

function group(inputs: Record<string, Json>, more: Partial<Registration> = {}): Registration {
  return resource("aws:eks/nodeGroup:NodeGroup", "spot", inputs, { parent: CLUSTER.urn, ...more });
}

function compare(before: readonly Registration[], after: readonly Registration[]): ReturnType<typeof compareSides> {
  return compareSides("test", BASE, side(before), side(after));
}

describe("resources", () => {
  test("that are the same do not appear", () => {
    const { summary, totals } = compare(
      [group({ labels: { a: "1", b: "2" } })],
      [group({ labels: { b: "2", a: "1" } })],
    );
    expect(summary).toBe("Nothing changes in test.");
    expect(totals).toEqual({ added: 0, changed: 0, replaced: 0, deleted: 0, unchanged: 1 });
  });

  test("that change are reported by property, in the platform's words if it has any", () => {
    const scaling = (maxSize: number): Registration => group({ scalingConfig: { minSize: 0, maxSize } });
    const { layers, totals, summary } = compare([scaling(20)], [scaling(30)]);
    expect(totals.changed).toBe(1);
    expect(summary).toBe("**Only what all workflows share (cluster) changes in test**; no workflow does.");
    expect(layers[0]?.sentences).toEqual(["node group `spot`: may grow to 30 nodes, until now 20"]);
    expect(layers[0]?.resources[0]?.properties).toEqual([
      { path: "scalingConfig.maxSize", before: 20, after: 30, replaces: "no" },
    ]);
  });

  test("whose changes the program ignores do not change", () => {
    const scaling = (desiredSize: number): Registration =>
      group({ scalingConfig: { desiredSize } }, { ignoreChanges: ["scalingConfig.desiredSize"] });
    expect(compare([scaling(1)], [scaling(2)]).layers).toEqual([]);
  });

  test("are replaced if a change of an input forces it, with the number of dependent resources", () => {
    const tag = resource("aws:autoscaling/tag:Tag", "t", {}, { dependsOn: [group({}).urn] });
    const { layers, totals } = compare([group({ instanceTypes: ["a"] }), tag], [group({ instanceTypes: ["b"] }), tag]);
    expect(totals.replaced).toBe(1);
    expect(layers[0]?.sentences[0]).toBe(
      "node group `spot`: **replaced by new**, because `instanceTypes` cannot be changed in place; 1 dependent resource may be replaced as well",
    );
  });

  test("of a type that the table does not know may be changed in place or replaced", () => {
    const one = (version: string): Registration =>
      resource("eks:index:Cluster", "cluster", { version }, { parent: CLUSTER.urn });
    expect(compare([one("1.36")], [one("1.37")]).layers[0]?.resources[0]).toMatchObject({
      action: "change",
      replacement: "unknown",
    });
  });

  test("that are protected are not deleted by Pulumi, and those that are retained stay; both are said", () => {
    const { layers } = compare([group({}, { protect: true, retainOnDelete: true })], []);
    expect(layers[0]?.sentences).toEqual([
      "node group `spot`: **protected: `pulumi up` refuses to delete it**",
      "node group `spot`: the old one stays in its account, no longer managed",
    ]);
  });

  test("with an alias are the same resource under another name, children of a renamed parent too", () => {
    const old = resource("analytical-platform:cluster:Cluster", "old");
    const renamed = resource("analytical-platform:cluster:Cluster", "new", {}, { aliases: [old.urn] });
    const child = (parent: Registration, name: string): Registration =>
      resource(
        "aws:iam/role:Role",
        name,
        { name: "role" },
        {
          parent: parent.urn,
          urn: `urn:pulumi:test::p::${parent.type}$aws:iam/role:Role::${name}`,
        },
      );
    const { totals, layers } = compare([old, child(old, "old-role")], [renamed, child(renamed, "new-role")]);
    expect(totals).toEqual({ added: 0, changed: 1, replaced: 0, deleted: 0, unchanged: 0 });
    expect(layers[0]?.resources[0]?.renamedFrom).toContain("::old-role");
  });
});

const TYPE = "analytical-platform:workflows:Workflow";

/** The main resources of a workflow: a role, a secret and a DAG object. */
function workflow(
  name: string,
  text: string,
): { described: DescribedWorkflow; resources: Registration[]; text: string } {
  const { dagObject, role, ...rest } = compiled(text, undefined, `manifests/development/project/${name}/workflow.yml`);
  const component = resource(TYPE, `project-${name}`);
  const child = (type: string, suffix: string, inputs: Record<string, Json>): Registration =>
    resource(type, `project-${name}${suffix}`, inputs, { parent: component.urn });
  return {
    described: { ...rest, role: role?.name ?? null },
    text,
    resources: [
      component,
      child("aws:iam/role:Role", "", { name: role?.name ?? "", assumeRolePolicy: JSON.stringify(role?.trustPolicy) }),
      child("aws:iam/rolePolicy:RolePolicy", "", {
        role: role?.name ?? "",
        policy: JSON.stringify(role?.inlinePolicy),
      }),
      child("aws:s3/bucketObjectv2:BucketObjectv2", "", { key: rest.dagObjectKey, content: dagObject }),
      ...rest.secrets.map(({ id, name: secret }) =>
        child("aws:secretsmanager/secret:Secret", `-${id}`, { name: secret, recoveryWindowInDays: 7 }),
      ),
    ],
  };
}

function sideOf(...all: readonly ReturnType<typeof workflow>[]): Side {
  return side(
    all.flatMap(({ resources }) => resources),
    {
      workflows: all.map(({ described }) => described),
      manifests: new Map(all.map(({ described, text }) => [described.id, text])),
    },
  );
}

describe("workflows", () => {
  const before = workflow("a", manifest('schedule: "0 6 * * *"', "secrets: [token]\n"));

  test("that change alone are named, with the statement that nothing else changes", () => {
    const after = workflow("a", manifest('schedule: "@hourly"\nretries: 2', "secrets: [token]\n"));
    const { summary, workflows } = compareSides("test", BASE, sideOf(before), sideOf(after));
    expect(summary).toBe("**Only the workflow `project/a` changes**; nothing else changes in test.");
    expect(workflows).toMatchObject([
      {
        id: "project/a",
        kind: "changed",
        losses: [],
        sentences: ["schedule: At 06:00 (UTC) → Every hour", "`dag.retries`: 0 → 2"],
      },
    ]);
  });

  test("that are new show a reviewer runs at once, retries, values, notifications, and settings that widen the role", () => {
    const added = workflow(
      "b",
      manifest(
        "schedule: '@daily'\nstart_date: 2020-01-01\nend_date: 2020-12-31\ncatchup: true\nretries: 2\nparams: {limit: 3}\nenv_vars: {A: '**x**', DB_PASSWORD: correct-horse}",
        "notifications: {slack_channel: team}\n",
      ),
    );
    const use = { setting: "compatibility.queryResults", names: ["mojap-athena-query-dump"] } as const;
    const after = sideOf(before, { ...added, described: { ...added.described, settingsUsed: [use] } });
    const [{ sentences } = { sentences: [] }] = compareSides("test", BASE, sideOf(before), after).workflows;
    expect(sentences).toEqual(
      expect.arrayContaining([
        "schedule: Every day at 00:00 (UTC)",
        "dates: from 2020-01-01 until 2020-12-31; catches up: a run for every interval since the start",
        "**deploying starts 366 runs at once, to catch up**",
        "retries: 2, 300 seconds apart",
        "parameter: limit = 3",
        "environment variable: `A = **x**`",
        "environment variable: `DB_PASSWORD = cor… (hidden, because it looks like a secret)`",
        "slack: #team, when a run fails and when a run succeeds",
        "**may read the query results of every workflow in `mojap-athena-query-dump` (workflows.compatibility.queryResults)**",
      ]),
    );
  });

  test("that change show catch-up with its runs, and no whole secret", () => {
    const after = workflow(
      "a",
      manifest(
        "schedule: '0 6 * * *'\nstart_date: 2020-01-01\nend_date: 2020-12-31\ncatchup: true\nenv_vars: {DB_PASSWORD: correct-horse}",
        "secrets: [token]\n",
      ),
    );
    const difference = compareSides("test", BASE, sideOf(before), sideOf(after));
    expect(difference.workflows[0]?.sentences).toEqual(
      expect.arrayContaining([
        "**deploying starts up to 365 runs at once, to catch up since the last run**",
        "`dag.env_vars.DB_PASSWORD`: none → `cor… (hidden, because it looks like a secret)`",
      ]),
    );
    const shown = renderMarkdown(difference) + renderText(difference, { bold: false });
    expect(shown).toContain("DB_PASSWORD");
    expect(shown).not.toContain("horse");
  });

  test("that are deleted lose their role, every secret and their DAG, by name", () => {
    const { workflows } = compareSides("test", BASE, sideOf(before), sideOf());
    expect(workflows).toMatchObject([{ id: "project/a", kind: "deleted" }]);
    expect(workflows[0]?.losses.join("\n")).toMatch(
      /\*\*The role `airflow-development-project-a` is deleted\*\*.*\n.*`dags\/project\/a\.py`.*\n.*`\/airflow\/development\/project\/a\/token` is deleted.*\*\*.* 7 days/,
    );
  });

  test("that are renamed are recognised, and lose every resource with a name", () => {
    const after = workflow("b", before.text.replace("@justice", "s@justice"));
    const { workflows } = compareSides("test", BASE, sideOf(before), sideOf(after));
    expect(workflows).toMatchObject([{ id: "project/b", kind: "moved", from: "project/a" }]);
    expect(workflows[0]?.losses).toHaveLength(3);
    // The new secret has the old one's name, but not its value.
    expect(workflows[0]?.sentences).toContain(
      "new secret `/airflow/development/project/b/token`, in the container as `SECRET_TOKEN`: a maintainer must set its value",
    );
  });

  test("that are new while others are deleted do not count as renamed", () => {
    const after = workflow(
      "b",
      "dag: { repository: ministryofjustice/x, tag: v9 }\nmaintainers: [other]\ntags: { business_unit: HQ, owner: z@justice.gov.uk }\n",
    );
    const { workflows } = compareSides("test", BASE, sideOf(before), sideOf(after));
    expect(workflows.map(({ id, kind }) => [id, kind])).toEqual([
      ["project/a", "deleted"],
      ["project/b", "added"],
    ]);
  });

  test("whose manifest has errors are reported as not compared, not as deleted", () => {
    const broken: Side = { ...sideOf(), manifests: new Map([["project/a", "dag: ["]]) };
    const { workflows, notes } = compareSides("test", BASE, sideOf(before), broken);
    expect(workflows).toEqual([]);
    expect(notes).toEqual([expect.stringContaining("`project/a` is not compared")]);
  });

  test("are compared by their resources if the base's program did not describe them", () => {
    const after = workflow("a", manifest("", "secrets: [token]\niam: { s3_read_only: [bucket/a/*] }\n"));
    const { workflows, notes } = compareSides("test", BASE, { ...sideOf(before), workflows: undefined }, sideOf(after));
    expect(notes).toEqual([expect.stringContaining("older than this comparison")]);
    expect(workflows[0]?.sentences).toEqual(["may now read and list `s3://bucket/a/*`"]);
  });
});
