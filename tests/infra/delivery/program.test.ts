import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { parse } from "yaml";

import { policyFindings } from "../../../preview/policies";
import type { Preview } from "../../../preview/run";
import { ACCOUNTS, DELIVERY_PROJECT } from "../../../platform/names/delivery";
import { ROOT } from "../../../platform/root";
import { Recording, stackConfig, STACKS, text } from "../../support/mocks";
import { previewOf } from "../../support/preview";
import { previewsOfAll } from "../../platform/delivery/previews";

let previews: ReadonlyMap<string, Preview>;
beforeAll(async () => {
  previews = await previewsOfAll();
}, 300_000);

function previewOfStack(stack: string): Preview {
  const preview = previews.get(stack);
  if (preview === undefined) {
    throw new Error(`${stack} has no preview`);
  }
  return preview;
}

function delivery(stack: string): Recording {
  return new Recording(previewOfStack(stack).delivery);
}

describe.each(STACKS)("the program of %s's roles", (stack) => {
  test("makes one role for each purpose and account, and GitHub's provider, which it protects", () => {
    const roles = delivery(stack).ofType("aws:iam/role:Role");
    expect(roles.map((role) => [text(role, "name"), delivery(stack).provider(role)]).sort()).toEqual([
      [`analytical-platform-airflow-${stack}-apply`, "compute"],
      [`analytical-platform-airflow-${stack}-apply-data`, "data"],
      [`analytical-platform-airflow-${stack}-plan`, "compute"],
      [`analytical-platform-airflow-${stack}-plan-data`, "data"],
    ]);
    expect(delivery(stack).one("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "github").protect).toBe(true);
  });

  test("keeps every policy of the repository", () => {
    expect(policyFindings(delivery(stack).all)).toEqual([]);
  });

  test("has a stack file that disables the default providers", () => {
    const file = resolve(ROOT, "infra/delivery", `Pulumi.${stack}.yaml`);
    const { config } = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
    expect(config["pulumi:disable-default-providers"]).toEqual(["*"]);
  });
});

test("the project of the roles has the name by which the roles cannot reach its state", () => {
  const project = parse(readFileSync(join(ROOT, "infra/delivery/Pulumi.yaml"), "utf8")) as { name: string };
  expect(project.name).toBe(DELIVERY_PROJECT);
});

test("where both accounts are one, one role does both accounts' work", async () => {
  const preview = await previewOf("development", {
    config: (config) => (config.accounts.data = { ...config.accounts.compute }),
  });
  const roles = new Recording(preview.delivery).ofType("aws:iam/role:Role");
  expect(roles.map((role) => text(role, "name")).sort()).toEqual([
    "analytical-platform-airflow-development-apply",
    "analytical-platform-airflow-development-plan",
  ]);
});

test("an account that has GitHub's provider already gets no other", async () => {
  const preview = await previewOf("development", { config: (config) => (config.delivery.createOidcProvider = false) });
  expect(new Recording(preview.delivery).ofType("aws:iam/openIdConnectProvider:OpenIdConnectProvider")).toEqual([]);
});

const POLICY = "aws:iam/policy:Policy";

describe("every role and user of the environment has the boundary of its account", () => {
  const boundariesOf = (preview: Preview): [name: string, boundary: unknown, account: string][] => {
    const recording = new Recording(preview.registrations);
    return [...recording.ofType("aws:iam/role:Role"), ...recording.ofType("aws:iam/user:User")].map((each) => [
      each.name,
      each.inputs["permissionsBoundary"],
      recording.provider(each) ?? "",
    ]);
  };

  test.each(STACKS)("the one that the program of %s's roles makes there", (stack) => {
    const made = delivery(stack)
      .ofType(POLICY)
      .filter((policy) => policy.name.endsWith("-boundary"))
      .map((policy) => [delivery(stack).provider(policy), text(policy, "name")]);
    expect(made).toEqual([
      ["compute", `analytical-platform-airflow-${stack}-boundary`],
      ["data", `analytical-platform-airflow-${stack}-boundary-data`],
    ]);
    const { accounts } = stackConfig(stack);
    const arns = new Map(
      ACCOUNTS.map((account, index) => [
        account as string,
        `arn:aws:iam::${accounts[account].id}:policy/${made[index]?.[1]}`,
      ]),
    );
    const roles = boundariesOf(previewOfStack(stack));
    expect(roles.length).toBeGreaterThan(10);
    roles.forEach(([name, boundary, account]) => {
      expect([name, boundary]).toEqual([name, arns.get(account)]);
    });
  });

  test("the one that the configuration names, and then none is made", async () => {
    const compute = "arn:aws:iam::111111111111:policy/boundary";
    const data = "arn:aws:iam::444444444444:policy/boundary";
    const preview = await previewOf("development", {
      config: (config) => {
        config.delivery.computeRolesBoundaryArn = compute;
        config.workflows.permissionsBoundaryArn = data;
      },
    });
    const roles = boundariesOf(preview);
    expect(roles.length).toBeGreaterThan(10);
    roles.forEach(([name, boundary, account]) => {
      expect([name, boundary]).toEqual([name, account === "data" ? data : compute]);
    });
    const policies = new Recording(preview.delivery).ofType(POLICY);
    expect(policies.filter(({ name }) => name.endsWith("-boundary"))).toEqual([]);
  });
});

describe("in the cluster", () => {
  const group = "delivery-plan";

  test("the role for plans is in a group that may read every kind that the program makes but Secrets and Helm's", () => {
    const recording = new Recording(previews.get("production")?.registrations ?? []);
    expect(recording.one("aws:eks/accessEntry:AccessEntry", group).inputs).toMatchObject({
      principalArn: "arn:aws:iam::333333333333:role/analytical-platform-airflow-production-plan",
      kubernetesGroups: [group],
    });
    const { rules } = recording.one("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", group).inputs as {
      rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
    } & object;
    const may = (apiGroup: string, resource: string): boolean =>
      rules.some(
        ({ apiGroups, resources }) =>
          apiGroups.includes(apiGroup) && (resources.includes("*") || resources.includes(resource)),
      );
    const kinds = recording.all.flatMap(({ type, inputs }) => {
      const [apiVersion, kind] = [inputs["apiVersion"], inputs["kind"]];
      return type.startsWith("kubernetes:") && typeof apiVersion === "string" && typeof kind === "string"
        ? [[apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "", plural(kind)] as const]
        : [];
    });
    expect(kinds.length).toBeGreaterThan(20);
    expect(kinds.filter(([apiGroup, resource]) => !may(apiGroup, resource))).toEqual([]);
    expect(may("", "secrets")).toBe(false);
    expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(["get", "list", "watch"]));
  });
});

/** Name of a kind's resource in the API. */
function plural(kind: string): string {
  const name = kind.toLowerCase();
  return name.endsWith("y") ? `${name.slice(0, -1)}ies` : `${name}s`;
}
