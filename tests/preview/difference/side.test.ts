import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { compareSides } from "../../../preview/difference/compare";
import { readSide, type Side } from "../../../preview/difference/side";
import { packageVersion, withPackage } from "../../../platform/airflow/package-version";
import { temporaryFolder } from "../../support/command";

const BASE = { ref: "main", commit: "0123456789abcdef", isMergeBase: false };
const STACK = "urn:pulumi:test::p-delivery::pulumi:pulumi:Stack::p-delivery-test";
const COMPONENT = "urn:pulumi:test::p-delivery::analytical-platform:delivery:Delivery::delivery";

/** A preview whose only resource is the permissions of the deploying role. */
function preview(actions: readonly string[] | undefined): Side {
  const out = temporaryFolder();
  const resource = (urn: string, type: string, name: string, parent: string | null, inputs: object) => ({
    ...{ urn, type, name, parent, dependsOn: [], protect: false, provider: null, inputs },
  });
  writeFileSync(join(out, "resources.json"), "[]");
  if (actions !== undefined) {
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: actions, Resource: ["arn:aws:s3:::bucket"] }],
    });
    const role = { name: "apply", assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [] }) };
    writeFileSync(
      join(out, "delivery.json"),
      JSON.stringify([
        resource(STACK, "pulumi:pulumi:Stack", "p-delivery-test", null, {}),
        resource(COMPONENT, "analytical-platform:delivery:Delivery", "delivery", STACK, {}),
        resource(`${COMPONENT}-role`, "aws:iam/role:Role", "apply", COMPONENT, role),
        resource(`${COMPONENT}-policy`, "aws:iam/rolePolicy:RolePolicy", "apply", COMPONENT, { role: "apply", policy }),
      ]),
    );
  }
  return readSide(out, new Map());
}

test("a change of the deploying role's rights is reported under delivery", () => {
  const { summary, layers } = compareSides(
    "test",
    BASE,
    preview(["s3:GetBucketPolicy"]),
    preview(["s3:GetBucketPolicy", "s3:PutBucketPolicy"]),
  );
  expect(summary).toContain("(delivery)");
  expect(JSON.stringify(layers)).toContain("s3:PutBucketPolicy");
});

test("a base without roles of delivery is not an error: they are new", () => {
  const { totals } = compareSides("test", BASE, preview(undefined), preview(["s3:GetBucketPolicy"]));
  expect(totals.added).toBe(2);
});

/** A preview with a package of one file, and a DAG object that names its version. */
function withPackageOf(text: string): Side {
  const out = temporaryFolder();
  const version = packageVersion([{ path: "analytical_platform_airflow/dag.py", text }]);
  const [file = { path: "", text: "" }] = version.files;
  const object = (key: string, content: string, dependsOn: readonly string[]): object => {
    const [urn, type] = [`${STACK}::${key}`, "aws:s3/bucketObjectv2:BucketObjectv2"];
    return { urn, type, name: key, parent: null, dependsOn, protect: false, provider: null, inputs: { key, content } };
  };
  const dag = withPackage(
    "from analytical_platform_airflow import workflow\ndag = workflow()\n",
    version,
    "# loader\n",
  );
  writeFileSync(
    join(out, "resources.json"),
    JSON.stringify([
      object(`dags/${file.path}`, text, []),
      object("dags/examples/hello.py", dag, [`${STACK}::dags/${file.path}`]),
    ]),
  );
  return readSide(out, new Map());
}

test("a change of the shared package is one of its files, not of every DAG object", () => {
  const { totals } = compareSides("test", BASE, withPackageOf("OLD = 1\n"), withPackageOf("NEW = 1\n"));
  expect(totals).toMatchObject({ added: 0, deleted: 0, changed: 1 });
});
