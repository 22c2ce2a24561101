import { configurationOptions } from "../../../platform/airflow/configuration-options";
import { wheelLock } from "../../../platform/airflow/wheel-lock";
import { isReserved } from "../../../platform/airflow/reserved-options";
import {
  buildProgram,
  list,
  type Recorded,
  type Recording,
  runOnMocks,
  smallStackConfig,
  stackConfig,
  statements,
  text,
} from "../../support/mocks";

// The first run loads the providers' packages.
jest.setTimeout(60_000);

const ENVIRONMENT = "aws:mwaa/environment:Environment";

describe("Airflow of production", () => {
  let run: Recording;
  let mwaa: Recorded;

  beforeAll(async () => {
    const config = smallStackConfig("production");
    config.airflow.webserverAccess = "private";
    config.network.interfaceEndpoints.push("airflow.api", "airflow.env");
    run = await runOnMocks(() => buildProgram("production", config));
    mwaa = run.one(ENVIRONMENT, "mwaa");
  });

  test("the environment is the configured one, private, and keeps its history", () => {
    expect(mwaa.protect).toBe(true);
    expect(mwaa.inputs).toMatchObject({
      name: "production",
      airflowVersion: "3.0.6",
      environmentClass: "mw1.xlarge",
      minWorkers: 2,
      maxWorkers: 20,
      schedulers: 2,
      webserverAccessMode: "PRIVATE_ONLY",
      weeklyMaintenanceWindowStart: "SUN:01:00",
      dagS3Path: "dags",
      sourceBucketArn: "arn:aws:s3:::airflow-production-333333333333",
    });
    expect(run.dependencies(mwaa, "aws:kms/key:Key")).toEqual(["airflow"]);
  });

  test("it lies in the private subnets of two zones", () => {
    expect(
      run.dependencies(mwaa, "aws:ec2/subnet:Subnet").filter((name) => name.startsWith("private")).length,
    ).toBeGreaterThan(1);
    expect((mwaa.inputs["networkConfiguration"] as { subnetIds: string[] }).subnetIds).toEqual([
      "private-eu-west-2a-id",
      "private-eu-west-2b-id",
    ]);
  });

  test("all five kinds of logs are on, in log groups with 400 days that exist before", () => {
    const logging = mwaa.inputs["loggingConfiguration"] as Record<string, unknown>;
    expect(Object.keys(logging)).toHaveLength(5);
    for (const kind of Object.values(logging)) {
      expect(kind).toEqual({ enabled: true, logLevel: "INFO" });
    }
    for (const kind of ["DAGProcessing", "Scheduler", "Task", "WebServer", "Worker"]) {
      const logGroup = run.one("aws:cloudwatch/logGroup:LogGroup", kind);
      expect(logGroup.inputs).toMatchObject({ name: `airflow-production-${kind}`, retentionInDays: 400 });
      expect(mwaa.dependsOn).toContain(logGroup.urn);
    }
  });

  test("options name the secrets backend and SES, and no secret", () => {
    const options = configurationOptions("production", "eu-west-2", stackConfig("production").airflow, 600);
    expect(options).toMatchObject({
      "core.dagbag_import_timeout": "30",
      "celery.worker_autoscale": "40,1",
      "celery.task_acks_late": "True",
      "core.parallelism": "600",
      "core.default_pool_task_slot_count": "600",
      "core.max_active_tasks_per_dag": "600",
      "secrets.backend": "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend",
      "smtp.smtp_host": "email-smtp.eu-west-2.amazonaws.com",
      "smtp.smtp_mail_from": "dataengineering@digital.justice.gov.uk",
    });
    expect(JSON.parse(options["secrets.backend_kwargs"] ?? "")).toEqual({
      connections_prefix: "airflow/connections",
      variables_prefix: "airflow/variables",
    });
    expect(Object.keys(options).filter((option) => /password|smtp_user/.test(option))).toEqual([]);
    // The provider keeps them from the state in plain text all the same.
    expect(mwaa.inputs["airflowConfigurationOptions"]).toBe("[secret]");
  });

  test.each(["2.10.3", "2.11.0", "3.0.6"] as const)(
    "no option for Airflow %s is one that MWAA overrules",
    (version) => {
      const { airflow } = stackConfig("production");
      const options = Object.keys(configurationOptions("production", "eu-west-2", { ...airflow, version }, 600));
      expect(options.filter(isReserved)).toEqual([]);
    },
  );

  test("an upgrade from Airflow 2 to 3 leaves the interval before each run as it was", () => {
    const { airflow } = stackConfig("production");
    const intervals = (version: typeof airflow.version): string[] =>
      Object.keys(configurationOptions("production", "eu-west-2", { ...airflow, version }, 600)).filter((option) =>
        option.endsWith("_data_intervals"),
      );
    expect(intervals("2.11.0")).toEqual([]);
    expect(intervals("3.0.6")).toEqual([
      "scheduler.create_cron_data_intervals",
      "scheduler.create_delta_data_intervals",
    ]);
  });

  test("requirements and wheels are pinned by the versions of their objects", () => {
    expect(mwaa.inputs).toMatchObject({
      requirementsS3Path: "requirements.txt",
      requirementsS3ObjectVersion: "offline-version",
      pluginsS3Path: "plugins.zip",
      pluginsS3ObjectVersion: "offline-version",
    });
    expect(run.one("aws:s3/bucketObjectv2:BucketObjectv2", "requirements").inputs["content"]).toMatch(/^--no-index$/m);
    expect(run.one("aws:s3/bucketObjectv2:BucketObjectv2", "plugins").inputs).toMatchObject({
      key: "plugins.zip",
      sourceHash: wheelLock("3.0.6").archive.sha256,
    });
  });

  test("the bucket is private, versioned, encrypted, TLS only, and cannot be deleted by an update", () => {
    expect(run.one("aws:s3/bucket:Bucket", "airflow")).toMatchObject({ protect: true, retainOnDelete: true });
    expect(run.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "airflow").inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(run.one("aws:s3/bucketVersioning:BucketVersioning", "airflow").inputs["versioningConfiguration"]).toEqual({
      status: "Enabled",
    });
    expect(
      run.one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "airflow")
        .inputs["rules"],
    ).toMatchObject([{ bucketKeyEnabled: true, applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }]);
    expect(statements(run.one("aws:s3/bucketPolicy:BucketPolicy", "airflow"))).toMatchObject([
      { Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ]);
    expect(
      run.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "airflow").inputs["rules"],
    ).toMatchObject([{ status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 90 } }]);
  });

  test("the kubeconfig asks AWS for a token and holds no credential", () => {
    const object = run.one("aws:s3/bucketObjectv2:BucketObjectv2", "kubeconfig");
    expect(object.inputs["key"]).toBe("dags/.kube/config");
    const config = JSON.parse(text(object, "content")) as { users: { user: object }[] };
    expect(config.users.map(({ user }) => user)).toEqual([
      {
        exec: {
          apiVersion: "client.authentication.k8s.io/v1beta1",
          command: "aws",
          args: [
            "--region",
            "eu-west-2",
            "eks",
            "get-token",
            "--cluster-name",
            "airflow-production",
            "--output",
            "json",
          ],
          interactiveMode: "Never",
        },
      },
    ]);
  });

  test("only this environment of this account assumes the execution role", () => {
    const [trust] = statements(run.one("aws:iam/role:Role", "execution"), "assumeRolePolicy");
    expect(trust?.Principal).toEqual({ Service: ["airflow.amazonaws.com", "airflow-env.amazonaws.com"] });
    expect(trust?.Condition).toEqual({
      StringEquals: { "aws:SourceAccount": "333333333333" },
      ArnLike: { "aws:SourceArn": "arn:aws:airflow:eu-west-2:333333333333:environment/production" },
    });
  });

  test("the execution role reads, and each permission names what it is for", () => {
    const byId = Object.fromEntries(
      statements(run.one("aws:iam/rolePolicy:RolePolicy", "execution")).map((statement) => [statement.Sid, statement]),
    );
    expect(
      Object.values(byId)
        .filter(({ Resource }) => Resource === "*")
        .map(({ Sid }) => Sid),
    ).toEqual(["CheckPublicAccessBlock", "PutMetrics"]);
    const s3 = Object.values(byId).flatMap(({ Action }) => list(Action).filter((action) => action.startsWith("s3:")));
    expect(s3.every((action) => /^s3:(Get|List)/.test(action))).toBe(true);
    // AWS's sample policy for a customer-managed key, as narrow as each action allows (MWAA user guide, execution role).
    expect(byId["UseTaskQueues"]?.Resource).toBe("arn:aws:sqs:eu-west-2:*:airflow-celery-*");
    expect(byId["WriteLogs"]?.Resource).toBe("arn:aws:logs:eu-west-2:333333333333:log-group:airflow-production-*");
    expect([...list(byId["WriteLogs"]?.Action)].sort()).toEqual([
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:GetLogEvents",
      "logs:GetLogGroupFields",
      "logs:GetLogRecord",
      "logs:GetQueryResults",
      "logs:PutLogEvents",
    ]);
    expect(byId["PublishMetrics"]?.Resource).toBe("arn:aws:airflow:eu-west-2:333333333333:environment/production");
    expect(byId["FindCluster"]?.Resource).toBe("arn:aws:eks:eu-west-2:333333333333:cluster/airflow-production");
    expect(byId["UseKey"]?.Condition).toEqual({
      StringEquals: {
        "kms:ViaService": [
          "s3.eu-west-2.amazonaws.com",
          "secretsmanager.eu-west-2.amazonaws.com",
          "sqs.eu-west-2.amazonaws.com",
        ],
      },
    });
    expect(byId["ReadConnectionsAndVariables"]?.Resource).toEqual([
      "arn:aws:secretsmanager:eu-west-2:333333333333:secret:airflow/connections/*",
      "arn:aws:secretsmanager:eu-west-2:333333333333:secret:airflow/variables/*",
    ]);
  });

  test("MWAA's group admits itself only, and the cluster's API admits MWAA on 443", () => {
    const rules = run.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    const self = rules.find(({ name }) => name === "mwaa-self")?.inputs;
    expect(self?.["referencedSecurityGroupId"]).toBe(self?.["securityGroupId"]);
    expect(rules.find(({ name }) => name === "mwaa-to-cluster")?.inputs).toMatchObject({
      securityGroupId: "sg-offline-cluster",
      fromPort: 443,
      toPort: 443,
    });
  });

  test("Airflow's role is a user of the cluster in group mwaa, once both exist", () => {
    const entry = run.one("aws:eks/accessEntry:AccessEntry", "execution-role");
    expect(entry.inputs["kubernetesGroups"]).toEqual(["mwaa"]);
    expect(run.dependencies(entry, "aws:iam/role:Role")).toEqual(["execution"]);
    expect(run.dependencies(entry, "eks:index:Cluster")).toEqual(["cluster"]);
  });

  test("e-mail goes out as the from-address only, and no credential is made", () => {
    expect(statements(run.one("aws:iam/userPolicy:UserPolicy", "smtp"))).toEqual([
      {
        Sid: "SendAsFromAddress",
        Effect: "Allow",
        Action: "ses:SendRawEmail",
        Resource: "arn:aws:ses:eu-west-2:333333333333:identity/dataengineering@digital.justice.gov.uk",
        Condition: { StringEquals: { "ses:FromAddress": "dataengineering@digital.justice.gov.uk" } },
      },
    ]);
    expect(run.ofType("aws:iam/accessKey:AccessKey")).toEqual([]);
    expect(run.ofType("aws:secretsmanager/secretVersion:SecretVersion")).toEqual([]);
    expect(run.one("aws:secretsmanager/secret:Secret", "smtp")).toMatchObject({
      protect: true,
      inputs: { name: "airflow/connections/smtp_default" },
    });
  });

  test.each([
    ["admin", "Admin"],
    ["op", "Op"],
    ["user", "User"],
    ["viewer", "Viewer"],
    ["public", "Public"],
  ])("policy %s of the user interface lets in as %s only", (name, role) => {
    const policy = run.one("aws:iam/policy:Policy", `ui-${name}`);
    expect(policy.inputs["name"]).toBe(`airflow-production-ui-${name}`);
    expect(statements(policy)).toEqual([
      {
        Sid: "CreateWebLoginToken",
        Effect: "Allow",
        Action: "airflow:CreateWebLoginToken",
        Resource: `arn:aws:airflow:eu-west-2:333333333333:role/production/${role}`,
      },
    ]);
  });

  /** Resources without which the creation of an MWAA environment fails after half an hour. */
  test.each([
    ["aws:s3/bucketVersioning:BucketVersioning", "airflow", "the bucket must be versioned"],
    ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "airflow", "the bucket must not be public"],
    ["aws:s3/bucketObjectv2:BucketObjectv2", "requirements", "the pinned version must exist"],
    ["aws:s3/bucketObjectv2:BucketObjectv2", "plugins", "the pinned version must exist"],
    ["aws:iam/rolePolicy:RolePolicy", "execution", "it runs as this role"],
    ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "mwaa-self", "its parts speak to each other"],
    ["aws:ec2/route:Route", "private-eu-west-2a-to-internet", "it installs packages"],
    ["aws:ec2/route:Route", "private-eu-west-2b-to-internet", "it installs packages"],
    ["aws:ec2/vpcEndpoint:VpcEndpoint", "s3", "it reads the bucket"],
    ["aws:ec2/vpcEndpoint:VpcEndpoint", "sqs", "it speaks to its queues"],
    ["aws:ec2/vpcEndpoint:VpcEndpoint", "airflow.env", "a private environment speaks to its metadata"],
  ])("the environment needs %s %s: %s", (type, name) => {
    expect(run.dependsOn(mwaa, run.one(type, name))).toBe(true);
  });
});
