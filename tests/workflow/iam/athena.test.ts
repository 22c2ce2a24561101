import { DATA_ACCOUNT, may, OTHER_ACCOUNT, roleWith, SETTINGS, settingsWith, USER_ID } from "./support";

const added = (pattern: string) => ({
  settings: settingsWith({ compatibility: { glueDatabases: [{ workflows: ["courts/*"], patterns: [pattern] }] } }),
});
/** Stacks that let all workflows of `courts` change one database, or all databases. */
const ADDED = added("courts");
const ADDED_ALL = added("*");

const group = (name: string, region = "eu-west-1") => `arn:aws:athena:${region}:${DATA_ACCOUNT}:workgroup/${name}`;
const glue = (resource: string, account = DATA_ACCOUNT, region = "eu-west-1") =>
  `arn:aws:glue:${region}:${account}:${resource}`;
const results = (key: string) => `arn:aws:s3:::query-results${key}`;

const QUERY = [
  "athena:StartQueryExecution",
  "athena:GetQueryExecution",
  "athena:GetQueryResults",
  "athena:StopQueryExecution",
];
/** The database of `courts/daily` in development. */
const OWN = "airflow_development_courts_daily";
const writesIn = (database: string): [action: string, resource: string][] => [
  ["glue:CreateDatabase", `database/${database}`],
  ["glue:UpdateDatabase", `database/${database}`],
  ["glue:DeleteDatabase", `database/${database}`],
  ["glue:CreateTable", `table/${database}/hearings`],
  ["glue:UpdateTable", `table/${database}/hearings`],
  ["glue:DeleteTable", `table/${database}/hearings`],
  ["glue:BatchCreatePartition", `table/${database}/hearings`],
  ["glue:UpdatePartition", `table/${database}/hearings`],
  ["glue:DeletePartition", `table/${database}/hearings`],
  ["glue:CreateUserDefinedFunction", `database/${database}`],
  ["glue:UpdateUserDefinedFunction", `userDefinedFunction/${database}/clean`],
  ["glue:DeleteUserDefinedFunction", `userDefinedFunction/${database}/clean`],
];

describe.each(["read", "write"] as const)("athena: %s", (athena) => {
  const role = () => roleWith({ athena });

  test.each(QUERY)("%s is allowed only in the configured work groups and region", async (action) => {
    expect(await may(role(), action, group("primary"))).toBe(true);
    expect(await may(role(), action, group("airflow"))).toBe(true);
    expect(await may(role(), action, group("finance"))).toBe(false);
    expect(await may(role(), action, group("primary", "us-east-1"))).toBe(false);
  });

  test.each([
    ["glue:GetDatabase", "catalog"],
    ["glue:GetDatabases", "database/courts"],
    ["glue:GetTable", "table/courts/hearings"],
    ["glue:GetPartitions", "table/courts/hearings"],
    ["glue:GetUserDefinedFunctions", "userDefinedFunction/courts/clean"],
  ])("%s is allowed on the data account's %s, not in another region or account", async (action, resource) => {
    expect(await may(role(), action, glue(resource))).toBe(true);
    expect(await may(role(), action, glue(resource, DATA_ACCOUNT, "us-east-1"))).toBe(false);
    expect(await may(role(), action, glue(resource, OTHER_ACCOUNT))).toBe(false);
  });

  test.each(["athena:GetTableMetadata", "athena:ListDatabases"])("%s reads the default catalogue", async (action) => {
    expect(await may(role(), action, `arn:aws:athena:eu-west-1:${DATA_ACCOUNT}:datacatalog/AwsDataCatalog`)).toBe(true);
    expect(await may(role(), action, `arn:aws:athena:eu-west-1:${DATA_ACCOUNT}:datacatalog/federated`)).toBe(false);
  });

  test.each(["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"])(
    "%s is allowed on the caller's own results, refused on another caller's",
    async (action) => {
      expect(await may(role(), action, results(`/${USER_ID}/table/part.csv`))).toBe(true);
      expect(await may(role(), action, results("/AROAANOTHERROLE00001:session/part.csv"))).toBe(false);
      expect(await may(role(), action, results("/part.csv"))).toBe(false);
      expect(await may(role(), action, `arn:aws:s3:::other-results/${USER_ID}/part.csv`)).toBe(false);
    },
  );

  test("the caller's own results can be listed, another caller's not", async () => {
    expect(await may(role(), "s3:ListBucket", results(""), { "s3:prefix": `${USER_ID}/` })).toBe(true);
    expect(await may(role(), "s3:ListBucket", results(""), { "s3:prefix": "AROAANOTHERROLE00001:session/" })).toBe(
      false,
    );
    expect(await may(role(), "s3:ListBucket", results(""))).toBe(false);
    expect(await may(role(), "s3:GetBucketLocation", results(""))).toBe(true);
  });

  test.each(["athena:CreateWorkGroup", "athena:UpdateWorkGroup", "athena:DeleteWorkGroup", "athena:CreateNamedQuery"])(
    "%s is refused: work groups belong to the platform",
    async (action) => {
      expect(await may(role(), action, group("primary"))).toBe(false);
    },
  );

  test.each(writesIn(OWN))("%s on %s, the workflow's own database, is for writers only", async (action, resource) => {
    expect(await may(role(), action, glue(resource))).toBe(athena === "write");
    expect(await may(role(), action, glue(resource, OTHER_ACCOUNT))).toBe(false);
  });

  test.each(writesIn("courts"))(
    "%s on %s needs the manifest or the configuration to name the database",
    async (action, resource) => {
      expect(await may(role(), action, glue(resource))).toBe(false);
      const listed = roleWith({ athena, glue: { databases: ["courts"] } });
      expect(await may(listed, action, glue(resource))).toBe(true);
      const added = roleWith({ athena }, ADDED);
      expect(await may(added, action, glue(resource))).toBe(athena === "write");
      const elsewhere = roleWith({ athena }, { ...ADDED, project: "prisons", projectFolder: "prisons" });
      expect(await may(elsewhere, action, glue(resource))).toBe(false);
    },
  );

  test("no database of another workflow or environment can be changed, even if names start alike", async () => {
    for (const database of [`${OWN}_two`, `${OWN}x`, "airflow_production_courts_daily", "airflow_development_courts"]) {
      for (const [action, resource] of writesIn(database)) {
        expect([resource, await may(role(), action, glue(resource))]).toEqual([resource, false]);
      }
    }
    for (const [action, resource] of writesIn("airflow_production_courts_daily")) {
      expect([resource, await may(roleWith({ athena }, ADDED_ALL), action, glue(resource))]).toEqual([resource, false]);
    }
  });

  test("only writers delete named queries, in the configured work groups", async () => {
    expect(await may(role(), "athena:DeleteNamedQuery", group("primary"))).toBe(athena === "write");
    expect(await may(role(), "athena:DeleteNamedQuery", group("finance"))).toBe(false);
  });

  test("query results give no access to other prefixes of S3 or to Lake Formation", async () => {
    expect(await may(role(), "s3:GetObject", "arn:aws:s3:::lake/courts/hearings/part")).toBe(false);
    expect(await may(role(), "lakeformation:GetDataAccess", "*")).toBe(false);
  });
});

describe("in a shared work group", () => {
  test("no workflow can list the IDs of queries, which it would need to stop or read queries of other workflows", async () => {
    expect(await may(roleWith({ athena: "write" }), "athena:ListQueryExecutions", group("primary"))).toBe(false);
  });
});

describe("a work group of the project's own", () => {
  const OWN_GROUP = {
    settings: settingsWith({
      athena: {
        ...SETTINGS.workflows.athena,
        ownWorkGroups: [{ workflows: ["courts/*"], workGroups: ["courts"] }],
      },
    }),
  };

  test("replaces the shared ones, and its queries can be listed", async () => {
    const role = roleWith({ athena: "read" }, OWN_GROUP);
    for (const action of [...QUERY, "athena:ListQueryExecutions"]) {
      expect(await may(role, action, group("courts"))).toBe(true);
      expect(await may(role, action, group("primary"))).toBe(false);
    }
  });

  test("is closed to every other project", async () => {
    const role = roleWith({ athena: "write" }, { ...OWN_GROUP, project: "prisons", projectFolder: "prisons" });
    for (const action of QUERY) {
      expect(await may(role, action, group("courts"))).toBe(false);
      expect(await may(role, action, group("primary"))).toBe(true);
    }
  });
});

test("work groups that configuration adds by pattern are allowed besides the shared ones, only to the listed workflow", async () => {
  const settings = settingsWith({
    compatibility: { workGroups: [{ workflows: ["courts/daily"], patterns: ["dbt-*"] }] },
  });
  const role = roleWith({ athena: "read" }, { settings });
  for (const name of ["dbt-daily", "primary"]) {
    expect(await may(role, "athena:StartQueryExecution", group(name))).toBe(true);
  }
  expect(await may(role, "athena:StartQueryExecution", group("db"))).toBe(false);
  const other = roleWith({ athena: "read" }, { settings, workflow: "weekly" });
  expect(await may(other, "athena:StartQueryExecution", group("dbt-daily"))).toBe(false);
});

test("without athena no query is allowed", async () => {
  expect(await may(roleWith({ s3_read_only: ["lake/*"] }), "athena:StartQueryExecution", group("primary"))).toBe(false);
});
