import { everyAction } from "../../../workflow/iam/every-action";
import { SETTINGS } from "./support";

test("the actions of a workflow with every key and setting include those of each key, and each once", () => {
  const actions = everyAction("development", SETTINGS);
  expect(actions).toEqual([...new Set(actions)].sort());
  expect(actions).toEqual(
    expect.arrayContaining([
      // The keys, in the order of the manifest's reference.
      "athena:StartQueryExecution",
      "bedrock:InvokeModel",
      "logs:FilterLogEvents",
      "glue:StartJobRun",
      "kms:Decrypt",
      "lakeformation:GetDataAccess",
      "s3:GetObject",
      "s3:PutObject",
      "textract:AnalyzeDocument",
      // The workflow's own secrets, which it reads and updates.
      "secretsmanager:GetSecretValue",
      "secretsmanager:PutSecretValue",
      // Settings for stacks that migrate.
      "s3:GetObjectAcl",
    ]),
  );
  expect(actions.filter((action) => !/^[a-z0-9-]+:[A-Z][A-Za-z]+$/.test(action))).toEqual([]);
});
