import { DATA_ACCOUNT, may, OTHER_ACCOUNT, roleWith, USER_ID } from "./support";

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
const WRITES: [action: string, resource: string][] = [
  ["glue:CreateDatabase", "database/courts"],
  ["glue:UpdateDatabase", "database/courts"],
  ["glue:DeleteDatabase", "database/courts"],
  ["glue:CreateTable", "table/courts/hearings"],
  ["glue:UpdateTable", "table/courts/hearings"],
  ["glue:DeleteTable", "table/courts/hearings"],
  ["glue:BatchCreatePartition", "table/courts/hearings"],
  ["glue:UpdatePartition", "table/courts/hearings"],
  ["glue:DeletePartition", "table/courts/hearings"],
  ["glue:CreateUserDefinedFunction", "database/courts"],
  ["glue:UpdateUserDefinedFunction", "userDefinedFunction/courts/clean"],
  ["glue:DeleteUserDefinedFunction", "userDefinedFunction/courts/clean"],
];

describe.each(["read", "write"] as const)("athena: %s", (athena) => {
  const role = () => roleWith({ athena });

  test.each(QUERY)("%s is allowed in the configured work groups and region alone", async (action) => {
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
    "%s is refused: work groups are the platform's",
    async (action) => {
      expect(await may(role(), action, group("primary"))).toBe(false);
    },
  );

  test.each(WRITES)("%s on %s is for writers alone", async (action, resource) => {
    expect(await may(role(), action, glue(resource))).toBe(athena === "write");
    expect(await may(role(), action, glue(resource, OTHER_ACCOUNT))).toBe(false);
  });

  test("named queries are deleted by writers alone, in the configured work groups", async () => {
    expect(await may(role(), "athena:DeleteNamedQuery", group("primary"))).toBe(athena === "write");
    expect(await may(role(), "athena:DeleteNamedQuery", group("finance"))).toBe(false);
  });

  test("query results give no way to other prefixes of S3, nor to Lake Formation", async () => {
    expect(await may(role(), "s3:GetObject", "arn:aws:s3:::lake/courts/hearings/part")).toBe(false);
    expect(await may(role(), "lakeformation:GetDataAccess", "*")).toBe(false);
  });
});

test("without athena there is no query", async () => {
  expect(await may(roleWith({ s3_read_only: ["lake/*"] }), "athena:StartQueryExecution", group("primary"))).toBe(false);
});
