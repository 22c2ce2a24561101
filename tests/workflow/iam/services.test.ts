import { DATA_ACCOUNT, may, OTHER_ACCOUNT, roleWith, settingsWith } from "./support";

/** Settings of a stack that migrates: `courts` may use any job and database. */
const MIGRATING = {
  settings: settingsWith({
    compatibility: {
      glueJobs: [{ workflows: ["courts/*"], patterns: ["*"] }],
      glueDatabases: [{ workflows: ["courts/*"], patterns: ["*"] }],
    },
  }),
};

const arn = (service: string, resource: string, region = "eu-west-1", account = DATA_ACCOUNT) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

describe("bedrock", () => {
  const role = () => roleWith({ bedrock: true });
  const model = (region: string) => `arn:aws:bedrock:${region}::foundation-model/example.model-v1:0`;
  const invocations = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];

  test.each(invocations)("%s is allowed in the configured regions and refused in another", async (action) => {
    for (const region of ["eu-west-1", "eu-west-2"]) {
      expect(await may(role(), action, model(region), { "aws:RequestedRegion": region })).toBe(true);
    }
    expect(await may(role(), action, model("us-east-1"), { "aws:RequestedRegion": "us-east-1" })).toBe(false);
    expect(await may(role(), action, model("eu-west-1"), { "aws:RequestedRegion": "us-east-1" })).toBe(false);
    expect(await may(role(), action, model("eu-west-1"))).toBe(false);
  });

  test.each(invocations)(
    "%s is allowed through the account's inference profiles and deployed models",
    async (action) => {
      for (const kind of [
        "inference-profile",
        "application-inference-profile",
        "provisioned-model",
        "custom-model-deployment",
      ]) {
        const inRegion = { "aws:RequestedRegion": "eu-west-2" };
        expect(await may(role(), action, arn("bedrock", `${kind}/example`, "eu-west-2"), inRegion)).toBe(true);
        expect(await may(role(), action, arn("bedrock", `${kind}/example`, "eu-west-2", OTHER_ACCOUNT), inRegion)).toBe(
          false,
        );
      }
    },
  );

  test.each([
    ["bedrock:ListFoundationModels", "*"],
    ["bedrock:ListCustomModels", "*"],
    ["bedrock:GetFoundationModel", model("eu-west-1")],
    ["bedrock:GetCustomModel", arn("bedrock", "custom-model/example")],
    ["bedrock:CreateModelCustomizationJob", model("eu-west-1")],
    ["bedrock:CreateModelCustomizationJob", arn("bedrock", "custom-model/example")],
    ["bedrock:GetModelCustomizationJob", arn("bedrock", "model-customization-job/example")],
    ["bedrock:StopModelCustomizationJob", arn("bedrock", "model-customization-job/example")],
  ])("%s on %s is allowed only in a configured region", async (action, resource) => {
    expect(await may(role(), action, resource, { "aws:RequestedRegion": "eu-west-1" })).toBe(true);
    expect(await may(role(), action, resource, { "aws:RequestedRegion": "us-east-1" })).toBe(false);
  });

  test("the workflow may not delete or buy models or their settings", async () => {
    const inRegion = { "aws:RequestedRegion": "eu-west-1" };
    expect(await may(role(), "bedrock:DeleteCustomModel", arn("bedrock", "custom-model/example"), inRegion)).toBe(
      false,
    );
    expect(await may(role(), "bedrock:CreateProvisionedModelThroughput", model("eu-west-1"), inRegion)).toBe(false);
  });

  test("false grants nothing", async () => {
    expect(await may(roleWith({ bedrock: false }), "bedrock:ListFoundationModels", "*")).toBe(false);
  });
});

describe("glue", () => {
  const role = () => roleWith({ glue: true });
  const own = arn("glue", "job/airflow-development-courts-daily");
  const JOB_ACTIONS = ["CreateJob", "GetJob", "StartJobRun", "BatchStopJobRun", "UpdateJob", "DeleteJob", "GetJobRuns"];

  test.each(JOB_ACTIONS.map((name) => `glue:${name}`))(
    "%s is allowed on the workflow's own jobs, in the data account and the configured region",
    async (action) => {
      for (const job of [own, `${own}_load`, `${own}_`]) {
        expect(await may(role(), action, job)).toBe(true);
        expect(await may(role(), action, job.replace("eu-west-1", "us-east-1"))).toBe(false);
        expect(await may(role(), action, job.replace(DATA_ACCOUNT, OTHER_ACCOUNT))).toBe(false);
      }
    },
  );

  test.each(JOB_ACTIONS.map((name) => `glue:${name}`))("%s is refused on any other job", async (action) => {
    for (const name of [
      "example",
      "airflow-development-courts",
      "airflow-development-courts-daily-two",
      "airflow-development-courts-daily-two_load",
      "airflow-production-courts-daily",
      "airflow-development-prisons-daily",
    ]) {
      expect([name, await may(role(), action, arn("glue", `job/${name}`))]).toEqual([name, false]);
    }
  });

  test("jobs that the manifest lists are allowed by their whole name, besides the workflow's own", async () => {
    const listed = roleWith({ glue: { jobs: ["courts-load"] } });
    for (const action of ["glue:StartJobRun", "glue:UpdateJob"]) {
      expect(await may(listed, action, arn("glue", "job/courts-load"))).toBe(true);
      expect(await may(listed, action, `${own}_load`)).toBe(true);
      expect(await may(listed, action, arn("glue", "job/courts-load-2"))).toBe(false);
    }
    expect(await may(listed, "iam:PassRole", listed.arn, { "iam:PassedToService": "glue.amazonaws.com" })).toBe(true);
  });

  test("a map with only databases permits changes of those, but no jobs and no queries", async () => {
    const listed = roleWith({ glue: { databases: ["courts_hearings"] } });
    for (const [action, resource] of [
      ["glue:CreateDatabase", "database/courts_hearings"],
      ["glue:UpdateTable", "table/courts_hearings/a"],
      ["glue:UpdateUserDefinedFunction", "userDefinedFunction/courts_hearings/f"],
    ] as const) {
      expect(await may(listed, action, arn("glue", resource))).toBe(true);
      expect(await may(listed, action, arn("glue", resource.replace("hearings", "hearings_2")))).toBe(false);
    }
    expect(await may(listed, "glue:GetTable", arn("glue", "table/courts_hearings/a"))).toBe(true);
    expect(await may(listed, "glue:GetTable", arn("glue", "table/prisons/a"))).toBe(false);
    expect(await may(listed, "glue:StartJobRun", own)).toBe(false);
    expect(await may(listed, "iam:PassRole", listed.arn, { "iam:PassedToService": "glue.amazonaws.com" })).toBe(false);
    expect(listed.trustPolicy.Statement).toHaveLength(1);
    expect(await may(listed, "athena:StartQueryExecution", arn("athena", "workgroup/primary"))).toBe(false);
  });

  test.each([{ jobs: true }, { jobs: ["other"], databases: ["a"] }, true] as const)(
    "%j runs the workflow's own jobs",
    async (glue) => {
      expect(await may(roleWith({ glue }), "glue:StartJobRun", own)).toBe(true);
    },
  );

  test.each([{ jobs: false }, {}, false] as const)("%j grants nothing", async (glue) => {
    expect(await may(roleWith({ glue }), "glue:StartJobRun", own)).toBe(false);
    expect(roleWith({ glue }).inlinePolicy).toEqual(roleWith().inlinePolicy);
  });

  test.each(["glue:ListJobs", "glue:GetJobBookmark", "cloudwatch:GetMetricData"])(
    "%s, for which AWS has no resource type, is allowed",
    async (action) => {
      expect(await may(role(), action, "*")).toBe(true);
    },
  );

  test.each(["glue:GetJobs", "glue:ResetJobBookmark"])(
    "%s, which AWS cannot limit to one job, is refused unless configuration adds jobs",
    async (action) => {
      expect(await may(role(), action, "*")).toBe(false);
      expect(await may(roleWith({ glue: true }, MIGRATING), action, "*")).toBe(true);
    },
  );

  test("jobs that configuration adds are allowed for the workflows that it lists, and never those of another environment", async () => {
    const added = roleWith({ glue: true }, MIGRATING);
    expect(await may(added, "glue:StartJobRun", arn("glue", "job/old_load"))).toBe(true);
    expect(await may(added, "glue:StartJobRun", own)).toBe(true);
    expect(await may(added, "glue:StartJobRun", arn("glue", "job/airflow-production-courts-daily"))).toBe(false);
    expect(await may(role(), "glue:StartJobRun", arn("glue", "job/old_load"))).toBe(false);
    const unlisted = roleWith({ glue: true }, { ...MIGRATING, projectFolder: "prisons", project: "prisons" });
    expect(await may(unlisted, "glue:StartJobRun", arn("glue", "job/old_load"))).toBe(false);
  });

  test("the workflow can pass its own role to Glue only", async () => {
    expect(await may(role(), "iam:PassRole", role().arn, { "iam:PassedToService": "glue.amazonaws.com" })).toBe(true);
    expect(await may(role(), "iam:PassRole", role().arn, { "iam:PassedToService": "lambda.amazonaws.com" })).toBe(
      false,
    );
    expect(await may(role(), "iam:PassRole", role().arn)).toBe(false);
  });

  test("the workflow cannot pass another workflow's role, even one whose name starts alike", async () => {
    for (const other of [`${role().arn}-two`, role().arn.replace("development", "production")]) {
      expect(await may(role(), "iam:PassRole", other, { "iam:PassedToService": "glue.amazonaws.com" })).toBe(false);
    }
  });

  test("the workflow can write and read the jobs' logs, but no other log groups", async () => {
    const stream = (group: string) => arn("logs", `log-group:${group}:log-stream:jr_1`);
    for (const action of ["logs:PutLogEvents", "logs:GetLogEvents"]) {
      expect(await may(role(), action, stream("/aws-glue/jobs/output"))).toBe(true);
      expect(await may(role(), action, stream("/aws/lambda/other"))).toBe(false);
    }
    expect(await may(role(), "logs:FilterLogEvents", arn("logs", "log-group:/aws-glue/jobs/error"))).toBe(true);
    expect(await may(role(), "logs:DeleteLogGroup", arn("logs", "log-group:/aws-glue/jobs/error"))).toBe(false);
  });

  test("the workflow can write metrics only to Glue's namespace", async () => {
    expect(await may(role(), "cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": "Glue" })).toBe(true);
    expect(await may(role(), "cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": "AWS/Billing" })).toBe(false);
  });

  test("without glue, the workflow cannot pass its own role to anything", async () => {
    const without = roleWith({ athena: "write" });
    expect(await may(without, "iam:PassRole", without.arn, { "iam:PassedToService": "glue.amazonaws.com" })).toBe(
      false,
    );
  });
});

describe("kms", () => {
  const key = arn("kms", "key/11111111-2222-3333-4444-555555555555", "eu-west-2", OTHER_ACCOUNT);
  const role = () => roleWith({ kms: [key] });

  test.each(
    [
      "Decrypt",
      "DescribeKey",
      "Encrypt",
      "GenerateDataKey",
      "GenerateDataKeyWithoutPlaintext",
      "ReEncryptFrom",
      "ReEncryptTo",
    ].map((name) => `kms:${name}`),
  )("%s is in the policy for the listed key, not for another", async (action) => {
    expect(await may(role(), action, key)).toBe(true);
    expect(await may(role(), action, key.replace("key/1", "key/2"))).toBe(false);
  });

  test.each(["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy", "kms:CreateGrant"])(
    "%s is refused: the workflow may use a key, not manage it",
    async (action) => {
      expect(await may(role(), action, key)).toBe(false);
    },
  );
});

describe("lake_formation", () => {
  test("only lake_formation permits requests for data access, and nothing permits changes of its settings", async () => {
    const role = roleWith({ lake_formation: true });
    expect(await may(role, "lakeformation:GetDataAccess", "*")).toBe(true);
    expect(await may(role, "lakeformation:GrantPermissions", "*")).toBe(false);
    expect(await may(role, "lakeformation:PutDataLakeSettings", "*")).toBe(false);
    expect(await may(roleWith({ athena: "write", glue: true }), "lakeformation:GetDataAccess", "*")).toBe(false);
  });
});

describe("textract", () => {
  const role = () => roleWith({ textract: true, s3_read_only: ["lake/scans/*"] });

  test.each([
    "AnalyzeDocument",
    "DetectDocumentText",
    "StartDocumentAnalysis",
    "GetDocumentAnalysis",
    "StartDocumentTextDetection",
  ])("textract:%s is allowed only with the key textract", async (name) => {
    expect(await may(role(), `textract:${name}`, "*")).toBe(true);
    expect(await may(roleWith({ s3_read_only: ["lake/scans/*"] }), `textract:${name}`, "*")).toBe(false);
  });

  test("the workflow may not create adapters", async () => {
    expect(await may(role(), "textract:CreateAdapter", "*")).toBe(false);
  });
});

describe("cloudwatch_logs_read_only", () => {
  const group = arn("logs", "log-group:audit", "eu-west-2");
  const reading = [
    "logs:FilterLogEvents",
    "logs:StartQuery",
    "logs:StartLiveTail",
    "logs:DescribeLogStreams",
    "logs:GetQueryResults",
  ];

  test.each([group, `${group}:*`])("%s grants reading of that group, not of one that starts alike", async (written) => {
    const role = roleWith({ cloudwatch_logs_read_only: [written] });
    for (const action of reading) {
      expect(await may(role, action, group)).toBe(true);
      expect(await may(role, action, `${group}-of-others`)).toBe(false);
    }
    expect(await may(role, "logs:GetLogEvents", `${group}:log-stream:one`)).toBe(true);
    expect(await may(role, "logs:GetLogEvents", `${group}-of-others:log-stream:one`)).toBe(false);
    expect(await may(role, "logs:StopQuery", "*")).toBe(true);
  });

  // The simulation has no resource for this action; IAM takes an account and region.
  test.each([group, `${group}:*`])("%s permits the list of groups only in its account and region", (written) => {
    const { Statement } = roleWith({ cloudwatch_logs_read_only: [written] }).inlinePolicy;
    expect(Statement.filter(({ Action }) => Action.includes("logs:DescribeLogGroups"))).toMatchObject([
      { Effect: "Allow", Resource: [arn("logs", "log-group:*", "eu-west-2")] },
    ]);
  });

  test("nothing can be written or deleted", async () => {
    const role = roleWith({ cloudwatch_logs_read_only: [group] });
    expect(await may(role, "logs:PutLogEvents", `${group}:log-stream:one`)).toBe(false);
    expect(await may(role, "logs:DeleteLogGroup", group)).toBe(false);
    expect(await may(role, "logs:PutRetentionPolicy", group)).toBe(false);
  });
});
