import type { Compatibility, WorkflowPatterns } from "../../../platform/config/stack.generated";
import { settingsUsed } from "../../../workflow/iam/settings-used";
import type { IamKeys } from "../../../workflow/iam/keys";
import {
  type Context,
  DATA_ACCOUNT,
  may,
  OTHER_ACCOUNT,
  roleInput,
  roleWith,
  settingsWith,
  USER_ID,
} from "../iam/support";

/** A call, with the condition keys that decide about it. */
type Call = readonly [action: string, resource: string, context?: Context];

interface Switch {
  readonly iam: IamKeys;
  /** The setting, on for these workflows. */
  readonly on: (workflows: WorkflowPatterns) => Partial<Compatibility>;
  /** Calls that the setting allows and that are refused without it. */
  readonly opens: readonly Call[];
  /** Calls that stay refused with the setting. */
  readonly keepsShut: readonly Call[];
  /** Names that `explain` and the difference show. */
  readonly names: readonly string[];
}

const inRegion = (region: string): Context => ({ "aws:RequestedRegion": region });
const model = (region: string): string => `arn:aws:bedrock:${region}::foundation-model/anthropic.claude`;
const results = "arn:aws:s3:::query-results";

const SWITCHES: Readonly<Record<string, Switch>> = {
  bucketListing: {
    iam: { s3_read_only: ["lake/raw/*"] },
    on: (workflows) => ({ bucketListing: workflows }),
    opens: [
      ["s3:ListBucket", "arn:aws:s3:::lake"],
      ["s3:ListBucket", "arn:aws:s3:::lake", { "s3:prefix": "other/" }],
    ],
    keepsShut: [
      ["s3:ListBucket", "arn:aws:s3:::other"],
      ["s3:GetObject", "arn:aws:s3:::lake/other/key"],
    ],
    names: ["lake"],
  },
  objectAcls: {
    iam: { s3_read_only: ["lake/raw/*"], s3_read_write: ["lake/mine/*"], s3_write_only: ["drop/in/*"] },
    on: (workflows) => ({ objectAcls: workflows }),
    opens: [
      ["s3:GetObjectAcl", "arn:aws:s3:::lake/raw/key"],
      ["s3:GetObjectAcl", "arn:aws:s3:::lake/mine/key"],
      ["s3:PutObjectAcl", "arn:aws:s3:::lake/mine/key"],
      ["s3:PutObjectAcl", "arn:aws:s3:::drop/in/key"],
    ],
    keepsShut: [
      ["s3:PutObjectAcl", "arn:aws:s3:::lake/raw/key"],
      ["s3:GetObjectAcl", "arn:aws:s3:::drop/in/key"],
      ["s3:PutObjectAcl", "arn:aws:s3:::lake/other/key"],
    ],
    names: ["drop", "lake"],
  },
  writeOnlyPaths: {
    iam: { s3_write_only: ["drop/in/*"] },
    on: (workflows) => ({ writeOnlyPaths: workflows }),
    opens: [
      ["s3:ListBucket", "arn:aws:s3:::drop"],
      ["s3:GetBucketLocation", "arn:aws:s3:::drop"],
      ["s3:DeleteObjectVersion", "arn:aws:s3:::drop/in/key"],
      ["s3:RestoreObject", "arn:aws:s3:::drop/in/key"],
    ],
    keepsShut: [
      ["s3:GetObject", "arn:aws:s3:::drop/in/key"],
      ["s3:PutObjectAcl", "arn:aws:s3:::drop/in/key"],
    ],
    names: ["drop"],
  },
  workGroups: {
    iam: { athena: "read" },
    on: (workflows) => ({ workGroups: [{ workflows, patterns: ["dbt-*"] }] }),
    opens: [
      ["athena:StartQueryExecution", `arn:aws:athena:eu-west-1:${DATA_ACCOUNT}:workgroup/dbt-daily`],
      ["athena:ListQueryExecutions", `arn:aws:athena:eu-west-1:${DATA_ACCOUNT}:workgroup/dbt-daily`],
      ["athena:ListWorkGroups", "*"],
    ],
    keepsShut: [["athena:StartQueryExecution", `arn:aws:athena:eu-west-1:${DATA_ACCOUNT}:workgroup/other`]],
    names: ["dbt-*"],
  },
  athenaBuckets: {
    iam: { athena: "read" },
    on: (workflows) => ({ athenaBuckets: [{ workflows, buckets: ["lookup-tables"] }] }),
    opens: [
      ["s3:GetObject", "arn:aws:s3:::lookup-tables/postcodes.csv"],
      ["s3:ListBucket", "arn:aws:s3:::lookup-tables"],
      ["s3:ListAllMyBuckets", "*"],
      ["s3:GetBucketLocation", "arn:aws:s3:::any-bucket"],
    ],
    keepsShut: [
      ["s3:PutObject", "arn:aws:s3:::lookup-tables/postcodes.csv"],
      ["s3:GetObject", `${results}/AROAOTHEROTHEROTHER1:session/result.csv`],
    ],
    names: ["lookup-tables"],
  },
  catalogues: {
    iam: { athena: "write" },
    on: (workflows) => ({ catalogues: workflows }),
    opens: [
      ["glue:GetTable", `arn:aws:glue:eu-west-1:${OTHER_ACCOUNT}:table/courts/hearings`],
      ["glue:GetCatalogImportStatus", `arn:aws:glue:eu-west-1:${DATA_ACCOUNT}:catalog`],
    ],
    keepsShut: [["glue:UpdateTable", `arn:aws:glue:eu-west-1:${OTHER_ACCOUNT}:table/courts/hearings`]],
    names: ["*"],
  },
  allRegions: {
    iam: { athena: "read", glue: true },
    on: (workflows) => ({ allRegions: workflows }),
    opens: [
      ["athena:StartQueryExecution", `arn:aws:athena:us-east-1:${DATA_ACCOUNT}:workgroup/primary`],
      ["glue:GetTable", `arn:aws:glue:us-east-1:${DATA_ACCOUNT}:table/courts/hearings`],
      ["glue:StartJobRun", `arn:aws:glue:us-east-1:${DATA_ACCOUNT}:job/airflow-development-courts-daily`],
    ],
    keepsShut: [["glue:StartJobRun", `arn:aws:glue:us-east-1:${DATA_ACCOUNT}:job/another-job`]],
    names: ["athena", "glue"],
  },
  bedrockRegions: {
    iam: { bedrock: true },
    on: (workflows) => ({ bedrockRegions: [{ workflows, regions: ["eu-central-1", "eu-west-1"] }] }),
    opens: [["bedrock:InvokeModel", model("eu-central-1"), inRegion("eu-central-1")]],
    keepsShut: [["bedrock:InvokeModel", model("us-east-1"), inRegion("us-east-1")]],
    // `bedrockRegions` of the stack has eu-west-1 already.
    names: ["eu-central-1"],
  },
  glueServices: {
    iam: { glue: true },
    on: (workflows) => ({ glueServices: workflows }),
    opens: [
      ["logs:PutLogEvents", `arn:aws:logs:eu-west-1:${DATA_ACCOUNT}:log-group:any:log-stream:one`],
      ["cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": "Any" }],
      ["s3:GetObject", "arn:aws:s3:::aws-glue-assets/script.py"],
      ["s3:PutObject", "arn:aws:s3:::aws-glue-assets/script.py"],
    ],
    keepsShut: [
      ["s3:GetObject", "arn:aws:s3:::lake/script.py"],
      ["s3:DeleteObject", "arn:aws:s3:::aws-glue-assets/script.py"],
    ],
    names: ["aws-glue-*", "logs", "metrics"],
  },
  glueJobs: {
    iam: { glue: true },
    on: (workflows) => ({ glueJobs: [{ workflows, patterns: ["courts_*"] }] }),
    opens: [["glue:StartJobRun", `arn:aws:glue:eu-west-1:${DATA_ACCOUNT}:job/courts_load`]],
    keepsShut: [["glue:StartJobRun", `arn:aws:glue:eu-west-1:${DATA_ACCOUNT}:job/prisons_load`]],
    names: ["courts_*"],
  },
  glueDatabases: {
    iam: { athena: "write" },
    on: (workflows) => ({ glueDatabases: [{ workflows, patterns: ["courts_*"] }] }),
    opens: [["glue:DeleteTable", `arn:aws:glue:eu-west-1:${DATA_ACCOUNT}:table/courts_raw/hearings`]],
    keepsShut: [["glue:DeleteTable", `arn:aws:glue:eu-west-1:${DATA_ACCOUNT}:table/prisons_raw/cells`]],
    names: ["courts_*"],
  },
  queryResults: {
    iam: { athena: "read", s3_read_only: ["query-results/*"] },
    on: (workflows) => ({ queryResults: [{ workflows, patterns: ["query-results"] }] }),
    opens: [],
    keepsShut: [["s3:PutObject", `${results}/AROAOTHEROTHEROTHER1:session/result.csv`]],
    names: ["query-results"],
  },
};

const OWN: WorkflowPatterns = ["courts/daily"];
const OTHERS: WorkflowPatterns = ["courts/weekly", "prisons/*", "courts/dail"];

/** Which of these calls a role of `courts/daily` may make. */
async function allowed(
  iam: IamKeys,
  compatibility: Partial<Compatibility>,
  calls: readonly Call[],
): Promise<boolean[]> {
  const role = roleWith(iam, { settings: settingsWith({ compatibility }) });
  return Promise.all(calls.map(async ([action, resource, context]) => may(role, action, resource, context)));
}

describe.each(Object.entries(SWITCHES))("compatibility.%s", (key, { iam, on, opens, keepsShut, names }) => {
  const use = (workflows: WorkflowPatterns) =>
    settingsUsed(roleInput(iam, { settings: settingsWith({ compatibility: on(workflows) }) }));

  test("opens its calls for the workflows that it lists, and for no others", async () => {
    const all = [...opens, ...keepsShut];
    expect(await allowed(iam, {}, opens)).toEqual(opens.map(() => false));
    expect(await allowed(iam, on(OTHERS), opens)).toEqual(opens.map(() => false));
    expect(await allowed(iam, on(OWN), all)).toEqual([...opens.map(() => true), ...keepsShut.map(() => false)]);
  });

  test.each(["courts/daily", "courts/*", "courts/da*", "*/*"])("lists courts/daily by %s", (pattern) => {
    expect(use([pattern])).toEqual([{ setting: `compatibility.${key}`, names }]);
  });

  test("is not counted for a workflow that has no use for it, or that it does not list", () => {
    expect(use(OTHERS)).toEqual([]);
    expect(settingsUsed(roleInput({}, { settings: settingsWith({ compatibility: on(OWN) }) }))).toEqual([]);
  });
});

test("every setting that adds calls of AWS is tried here", () => {
  const others = ["egress", "pythonValues", "trustedIssuers"];
  expect([...Object.keys(SWITCHES), ...others].sort()).toEqual(
    Object.keys(settingsWith({}).workflows.compatibility).sort(),
  );
});

test("with every setting, a workflow reads no results and no secrets of another", async () => {
  const every = Object.assign({}, ...Object.values(SWITCHES).map(({ on }) => on(["*/*"]))) as Partial<Compatibility>;
  const iam: IamKeys = {
    athena: "write",
    glue: true,
    bedrock: true,
    s3_read_write: ["lake/mine/*"],
    update_secrets: true,
  };
  const calls: Call[] = [
    ["s3:GetObject", `${results}/AROAOTHEROTHEROTHER1:session/result.csv`],
    ["s3:ListBucket", results, { "s3:prefix": "AROAOTHEROTHEROTHER1:session/" }],
    [
      "secretsmanager:GetSecretValue",
      `arn:aws:secretsmanager:eu-west-1:${DATA_ACCOUNT}:secret:/airflow/development/courts/weekly/key-AbC12x`,
    ],
    ["glue:StartJobRun", `arn:aws:glue:eu-west-1:${DATA_ACCOUNT}:job/airflow-production-courts-daily`],
  ];
  expect(await allowed(iam, every, calls)).toEqual(calls.map(() => false));
  expect(await allowed(iam, every, [["s3:GetObject", `${results}/${USER_ID}/result.csv`]])).toEqual([true]);
});
