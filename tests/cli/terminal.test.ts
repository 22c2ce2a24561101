import { renderPreview } from "../../cli/preview/terminal";
import { compiled, manifest, migrating } from "../support/manifests";

const DETAILS = { warnings: [], leftOut: 0, out: "build", milliseconds: 1200 };

describe("the terminal's summary of a preview", () => {
  const reader = compiled(
    manifest("", "iam: {s3_read_only: [bucket/a/*]}\n"),
    undefined,
    "development/p/reader/workflow.yml",
  );
  const plain = compiled(manifest(), undefined, "development/p/plain/workflow.yml");
  const preview = {
    environment: "development",
    workflows: [reader, plain],
    registrations: [],
    delivery: [],
    outputs: {},
  };

  test("if whole buckets may be listed, names only the workflows that the setting affects", () => {
    const text = renderPreview({ ...preview, wholeBucketListing: true }, DETAILS);
    expect(text).toMatch(/wholeBucketListing is on.*\(1\)\n {2}p\/reader\n/);
  });

  test("does not mention whole buckets if the setting is off", () => {
    expect(renderPreview({ ...preview, wholeBucketListing: false }, DETAILS)).not.toContain("wholeBucketListing");
  });

  test("counts the workflows that use each compatibility setting, by project", () => {
    const environment = migrating("development", {
      glueJobs: [{ workflows: ["*/*"], patterns: ["*"] }],
      queryResults: [{ workflows: ["p/*"], patterns: ["*"] }],
    });
    const glue = ["p/one", "p/two", "q/only"].map((name) =>
      compiled(manifest("", "iam: {glue: true}\n"), environment, `development/${name}/workflow.yml`),
    );
    const text = renderPreview({ ...preview, workflows: [...glue, plain], wholeBucketListing: false }, DETAILS);
    expect(text).toContain(
      "workflows.compatibility.glueJobs: used by 3 workflows; npm run explain says for what\n  p (2), q/only\n",
    );
    expect(text).not.toContain("queryResults");
  });

  test("uses singular and plural words that agree with their numbers", () => {
    const text = renderPreview(
      { ...preview, workflows: [plain], wholeBucketListing: false },
      { ...DETAILS, leftOut: 1 },
    );
    expect(text).toContain("0 resources, 1 workflow, 1 manifest left out, 0 warnings, in 1.2 s");
  });
});
