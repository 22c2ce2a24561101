import type { Compatibility } from "../../../platform/config/stack.generated";
import { compileManifests } from "../../../workflow/source";
import { manifest, migrating } from "../../support/manifests";

const READS = manifest("", "iam: {s3_read_only: [lake/raw/*]}\n");

/** Problems of the stack file itself, with these workflows of the project `courts`. */
function toldOfStack(compatibility: Partial<Compatibility>, workflows: Readonly<Record<string, string>>): string[] {
  const files = Object.entries(workflows).map(([name, text]) => ({
    file: `manifests/development/courts/${name}/workflow.yml`,
    text,
  }));
  return compileManifests(files, migrating("development", compatibility))
    .problems.filter(({ file }) => file === "Pulumi.development.yaml")
    .map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

describe("the workflows that use a compatibility setting are counted", () => {
  test("by setting, with the names of the first three", () => {
    const workflows = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, READS]));
    expect(toldOfStack({ bucketListing: ["courts/*"], objectAcls: ["courts/b"] }, workflows)).toEqual([
      "warning compatibility-in-use: workflows.compatibility.bucketListing: 5 workflows use it: courts/a, courts/b, courts/c and 2 more. The preview counts them by project; turn it off for those that no longer need it",
      "warning compatibility-in-use: workflows.compatibility.objectAcls: 1 workflow uses it: courts/b. The preview counts them by project; turn it off for those that no longer need it",
    ]);
  });

  test("and a setting that no workflow uses is silent", () => {
    expect(toldOfStack({ bucketListing: ["courts/*"] }, { a: manifest() })).toEqual([]);
    expect(toldOfStack({}, { a: READS })).toEqual([]);
  });
});
