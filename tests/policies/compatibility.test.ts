import { noWildcardAction } from "../../policies/pulumi/rules/no-wildcard-action";
import { noWildcardResource } from "../../policies/pulumi/rules/no-wildcard-resource";
import { compiled, REST } from "../support/manifests";
import { migratingStack } from "../support/migrating";
import { documentsOf } from "../workflow/iam/support";
import { readCases } from "../workflow/present-platform/case";
import { resource } from "./examples";

test("a role with every permission and every compatibility setting passes the policies of the stack", () => {
  const all = readCases().find(({ name }) => name === "everything");
  const { role } = compiled(
    `${all?.manifest}${REST}`,
    migratingStack("production"),
    "production/courts/daily/workflow.yml",
  );
  const documents = role === null ? [] : documentsOf(role);
  const resources = documents.map((policy) =>
    resource("aws:iam/rolePolicy:RolePolicy", { policy: JSON.stringify(policy) }),
  );
  expect(resources.length).toBeGreaterThan(0);
  expect(resources.flatMap((one) => [...noWildcardResource.check(one), ...noWildcardAction.check(one)])).toEqual([]);
});
