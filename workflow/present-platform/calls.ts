import type { IamKeys } from "../iam/keys";
import { bucketArn, type S3Path, s3Paths } from "../iam/s3-path";

/** One call of AWS, with the condition keys that decide about it. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** A workflow by the names that its calls need. */
export interface Place {
  readonly environment: string;
  /** The project's alias if it has one. */
  readonly project: string;
  readonly workflow: string;
  readonly dataAccount: string;
}

/** Regions of Bedrock on the present platform. */
const BEDROCK_REGIONS = "eu-central-1 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 us-east-1".split(
  " ",
);
const SECRETS_REGIONS = ["eu-west-1", "eu-west-2"];
/** Regions that stand for "all": one that is configured, one that is not. */
const ANY_REGION = ["eu-west-1", "us-east-1"];

const READ = ["GetObject", "GetObjectAcl", "GetObjectVersion"];
const CHANGE = ["PutObject", "PutObjectAcl", "DeleteObject", "DeleteObjectVersion", "RestoreObject"];

/** Calls that the role of a manifest with these keys may make on the present platform, each with the key that allows it. */
export function callsThere(
  iam: IamKeys,
  secretIds: readonly string[],
  place: Place,
): readonly (Call & { key: string })[] {
  const of = (key: string, calls: readonly Call[]): (Call & { key: string })[] =>
    calls.map((call) => ({ ...call, key }));
  return [
    ...of(
      "secrets",
      secretIds.flatMap((id) => secretCalls(id, place)),
    ),
    ...of(
      "s3_read_only",
      s3Paths(iam.s3_read_only).flatMap((path) => s3Calls(path, READ)),
    ),
    ...of(
      "s3_read_write",
      s3Paths(iam.s3_read_write).flatMap((path) =>
        s3Calls(path, [...READ, ...CHANGE, "GetObjectTagging", "PutObjectTagging"]),
      ),
    ),
    ...of(
      "s3_write_only",
      s3Paths(iam.s3_write_only).flatMap((path) => s3Calls(path, CHANGE)),
    ),
    ...of(
      "s3_deny",
      s3Paths(iam.s3_deny).flatMap((path) => onResource("s3", ["GetBucketLocation", "ListBucket"], bucketArn(path))),
    ),
    ...of("athena", iam.athena === undefined ? [] : athenaCalls(iam.athena, place)),
    ...of("bedrock", iam.bedrock === true ? BEDROCK_REGIONS.flatMap(bedrockCalls) : []),
    ...of("glue", iam.glue === true ? glueCalls(place) : []),
    ...of(
      "kms",
      (iam.kms ?? []).flatMap((key) => onResource("kms", ["Decrypt", "Encrypt", "DescribeKey"], key)),
    ),
    ...of("lake_formation", iam.lake_formation === true ? onResource("lakeformation", ["GetDataAccess"], "*") : []),
    ...of(
      "textract",
      iam.textract === true ? onResource("textract", ["AnalyzeDocument", "DetectDocumentText"], "*") : [],
    ),
    ...of(
      "cloudwatch_logs_read_only",
      (iam.cloudwatch_logs_read_only ?? []).flatMap((arn) => onResource("logs", ["FilterLogEvents"], arn)),
    ),
  ];
}

function onResource(service: string, names: readonly string[], resource: string, context?: Call["context"]): Call[] {
  return names.map((name) => ({ action: `${service}:${name}`, resource, ...(context && { context }) }));
}

function secretCalls(id: string, { environment, project, workflow, dataAccount }: Place): Call[] {
  return SECRETS_REGIONS.flatMap((region) => [
    ...onResource(
      "secretsmanager",
      ["GetSecretValue"],
      `arn:aws:secretsmanager:${region}:${dataAccount}:secret:/airflow/${environment}/${project}/${workflow}/${id}-AbC12x`,
    ),
    ...onResource("kms", ["Decrypt"], `arn:aws:kms:${region}:${dataAccount}:key/mrk-1`, {
      "kms:ResourceAliases": [`alias/airflow-${environment}-secrets`],
      "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
    }),
  ]);
}

function s3Calls(path: S3Path, names: readonly string[]): Call[] {
  const bucket = bucketArn(path);
  const object = `${bucket}/${path.prefix.replace(/\*$/, "").replaceAll(/[*?]/g, "x")}${path.prefix === "" || path.prefix.endsWith("*") ? "key" : ""}`;
  return [
    ...onResource("s3", names, object),
    ...onResource("s3", ["GetBucketLocation", "ListBucket"], bucket),
    ...onResource("s3", ["ListBucket"], bucket, { "s3:prefix": "anything" }),
  ];
}

function athenaCalls(level: "read" | "write", { dataAccount: account }: Place): Call[] {
  const session = "arn:aws:s3:::mojap-athena-query-dump/AROAEXAMPLEEXAMPLE1:session";
  return [
    ...ANY_REGION.flatMap((region) => [
      ...["primary", "dbt-xhibit", "dbt-daily", "airflow-prod-workgroup-corp"].flatMap((group) =>
        onResource(
          "athena",
          ["StartQueryExecution", "GetQueryResults", "StopQueryExecution", "GetWorkGroup"],
          `arn:aws:athena:${region}:${account}:workgroup/${group}`,
        ),
      ),
      ...onResource("glue", ["GetDatabase", "GetTables"], `arn:aws:glue:${region}:${account}:catalog`),
      ...onResource("glue", ["GetTable", "GetPartitions"], `arn:aws:glue:${region}:999999999999:table/courts/hearings`),
      ...(level === "read"
        ? []
        : [
            ...onResource(
              "glue",
              ["CreateDatabase", "DeleteDatabase"],
              `arn:aws:glue:${region}:${account}:database/any`,
            ),
            ...onResource(
              "glue",
              ["CreateTable", "UpdateTable", "DeleteTable", "BatchCreatePartition"],
              `arn:aws:glue:${region}:${account}:table/any/thing`,
            ),
          ]),
    ]),
    ...onResource("s3", ["ListAllMyBuckets"], "*"),
    ...onResource("s3", ["GetBucketLocation"], "arn:aws:s3:::any-bucket"),
    ...onResource("athena", ["ListWorkGroups"], "*"),
    ...onResource("s3", ["ListBucket", "GetBucketLocation"], "arn:aws:s3:::moj-analytics-lookup-tables"),
    ...onResource("s3", ["GetObject"], "arn:aws:s3:::moj-analytics-lookup-tables/postcodes.csv"),
    ...onResource("s3", ["GetObject", "PutObject", "DeleteObject"], `${session}/result.csv`),
    ...onResource("s3", ["ListBucket"], "arn:aws:s3:::mojap-athena-query-dump"),
    ...onResource("s3", ["GetObject"], "arn:aws:s3:::aws-athena-query-results-1/other.csv"),
  ];
}

function bedrockCalls(region: string): Call[] {
  return onResource(
    "bedrock",
    ["InvokeModel", "InvokeModelWithResponseStream"],
    `arn:aws:bedrock:${region}::foundation-model/anthropic.claude`,
    { "aws:RequestedRegion": region },
  );
}

function glueCalls({ environment, project, workflow, dataAccount: account }: Place): Call[] {
  const other = environment === "production" ? "development" : "production";
  return [
    ...ANY_REGION.flatMap((region) => [
      ...["any-job", `airflow-${other}-courts-daily`].flatMap((name) =>
        onResource(
          "glue",
          ["CreateJob", "StartJobRun", "GetJobRun", "BatchStopJobRun"],
          `arn:aws:glue:${region}:${account}:job/${name}`,
        ),
      ),
      ...onResource(
        "logs",
        ["CreateLogStream", "PutLogEvents", "GetLogEvents"],
        `arn:aws:logs:${region}:${account}:log-group:any:log-stream:one`,
      ),
    ]),
    ...onResource("cloudwatch", ["PutMetricData"], "*", { "cloudwatch:namespace": "Any" }),
    ...onResource("s3", ["GetObject", "PutObject"], `arn:aws:s3:::aws-glue-assets-${account}-eu-west-1/script.py`),
    ...onResource("iam", ["PassRole"], `arn:aws:iam::${account}:role/airflow-${environment}-${project}-${workflow}`, {
      "iam:PassedToService": "glue.amazonaws.com",
    }),
  ];
}

/**
 * Whether this platform forbids a call of the present one, whatever the settings are: reading results of other workflows,
 * Glue jobs of another environment's workflows, and listing a bucket by `s3_deny`.
 */
export function isForbiddenHere({ key, action, resource }: Call & { key: string }): boolean {
  return (
    key === "s3_deny" ||
    (key === "athena" && /s3:::(?:mojap-athena-query-dump|aws-athena-query-results-1\/.*)$/.test(resource)) ||
    (key === "glue" && action.startsWith("glue:") && /:job\/airflow-/.test(resource))
  );
}
