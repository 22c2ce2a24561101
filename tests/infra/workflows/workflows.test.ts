import { compiled, manifest } from "../../support/manifests";
import { buildProgram, type Recorded, type Recording, runOnMocks, smallStackConfig } from "../../support/mocks";

const WORKFLOW_TYPE = "analytical-platform:workflows:Workflow";
const PATH = (name: string): string => `manifests/development/examples/${name}/workflow.yml`;

const PLAIN = compiled(manifest(), undefined, PATH("plain"));
const SECRET = compiled(manifest("", "secrets: [api-key, password]\n"), undefined, PATH("secret"));
const EXTERNAL = compiled(
  manifest("", "iam: {external_role: 'arn:aws:iam::123456789012:role/x'}\n"),
  undefined,
  PATH("external"),
);
const HUGE = compiled(
  manifest(
    "",
    `iam:\n  s3_read_only:\n${Array.from({ length: 300 }, (_, index) => `    - bucket-${index}/some/longer/path/*`).join("\n")}\n`,
  ),
  undefined,
  PATH("huge"),
);

let recording: Recording;

beforeAll(async () => {
  const config = smallStackConfig("development");
  recording = await runOnMocks(() => buildProgram("development", config, [PLAIN, SECRET, EXTERNAL, HUGE]));
});

/** Types and names of what one workflow is made of. */
function partsOf(name: string): string[] {
  const { urn } = recording.one(WORKFLOW_TYPE, name);
  return recording.all
    .filter(({ parent }) => parent === urn)
    .map(({ type }) => type.split(":").at(-1) ?? "")
    .sort();
}

function input(resource: Recorded, key: string): unknown {
  return resource.inputs[key];
}

describe("a workflow", () => {
  test("without secrets is four resources: role, policy, service account, DAG object", () => {
    expect(partsOf("examples-plain")).toEqual(["BucketObjectv2", "Role", "RolePolicy", "ServiceAccount"]);
  });

  test("with secrets has each secret with its first version, and one external secret", () => {
    expect(partsOf("examples-secret")).toEqual([
      "BucketObjectv2",
      "ExternalSecret",
      "Role",
      "RolePolicy",
      "Secret",
      "Secret",
      "SecretVersion",
      "SecretVersion",
      "ServiceAccount",
    ]);
  });

  test("with an external role has no role of its own, and its service account carries the ARN", () => {
    expect(partsOf("examples-external")).toEqual(["BucketObjectv2", "ServiceAccount"]);
    const account = recording.one("kubernetes:core/v1:ServiceAccount", "examples-external");
    expect(input(account, "metadata")).toMatchObject({
      annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/x" },
    });
  });

  test("with more permissions than a role holds inline has further managed policies, attached to its role", () => {
    const parts = partsOf("examples-huge");
    const managed = parts.filter((part) => part === "Policy").length;
    expect(managed).toBeGreaterThan(0);
    expect(parts.filter((part) => part === "RolePolicyAttachment")).toHaveLength(managed);
  });

  test("is trusted by its own service account only, for the audience of AWS, from the real issuer", () => {
    const role = recording.one("aws:iam/role:Role", "examples-plain");
    const trust = JSON.parse(input(role, "assumeRolePolicy") as string) as {
      Statement: { Condition: { StringEquals: Record<string, string> } }[];
    };
    expect(trust.Statement).toHaveLength(1);
    const conditions = Object.entries(trust.Statement[0]?.Condition.StringEquals ?? {});
    expect(conditions.find(([key]) => key.endsWith(":sub"))?.[1]).toBe("system:serviceaccount:mwaa:examples-plain");
    expect(conditions.find(([key]) => key.endsWith(":aud"))?.[1]).toBe("sts.amazonaws.com");
    expect(JSON.stringify(trust)).not.toContain("${oidcIssuer}");
  });

  test("has its identity in the data account, its pods' objects in the cluster, its DAG in the compute account", () => {
    const providers = [
      "aws:iam/role:Role",
      "kubernetes:core/v1:ServiceAccount",
      "aws:s3/bucketObjectv2:BucketObjectv2",
    ].map((type) => recording.provider(recording.one(type, "examples-plain")));
    expect(providers).toEqual(["data", "kubernetes", "compute"]);
  });

  test("waits for what it needs: issuer, namespace, secret store, shared package", () => {
    const one = (type: string, name: string): Recorded => recording.one(type, name);
    const entry = /^dags\/packages\/[0-9a-f]{16}\/analytical_platform_airflow\/__init__\.py$/;
    const [packageEntry = ""] = recording.all.map(({ name }) => name).filter((name) => entry.test(name));
    const needs: [Recorded, Recorded][] = [
      [
        one("aws:iam/role:Role", "examples-plain"),
        one("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "data-account"),
      ],
      [one("kubernetes:core/v1:ServiceAccount", "examples-plain"), one("kubernetes:core/v1:Namespace", "mwaa")],
      [
        one("kubernetes:external-secrets.io/v1:ExternalSecret", "examples-secret"),
        one("kubernetes:external-secrets.io/v1:SecretStore", "data-account"),
      ],
      [
        one("kubernetes:external-secrets.io/v1:ExternalSecret", "examples-secret"),
        one("aws:secretsmanager/secret:Secret", "examples-secret-api-key"),
      ],
      [
        one("aws:s3/bucketObjectv2:BucketObjectv2", "examples-plain"),
        one("aws:s3/bucketObjectv2:BucketObjectv2", packageEntry),
      ],
      [
        one("aws:s3/bucketObjectv2:BucketObjectv2", packageEntry),
        one("aws:s3/bucketObjectv2:BucketObjectv2", "dags/.airflowignore"),
      ],
    ];
    needs.forEach(([resource, needed]) => {
      expect([resource.name, needed.name, recording.dependsOn(resource, needed)]).toEqual([
        resource.name,
        needed.name,
        true,
      ]);
    });
  });

  test("carries the platform's tags, its owner's and its own name on everything that takes tags", () => {
    const { urn } = recording.one(WORKFLOW_TYPE, "examples-secret");
    const tagged = recording.all.filter(({ parent, inputs }) => parent === urn && "tags" in inputs);
    expect(tagged.map(({ type }) => type.split(":").at(-1)).sort()).toEqual([
      "BucketObjectv2",
      "Role",
      "Secret",
      "Secret",
    ]);
    tagged.forEach(({ inputs }) => {
      expect(inputs["tags"]).toMatchObject({
        "business-unit": "Platforms",
        application: "analytical-platform-airflow",
        owner: "team@justice.gov.uk",
        "source-code": expect.stringContaining("https://") as string,
        workflow: "secret",
      });
      expect(Object.keys(inputs["tags"] as object).length).toBeLessThanOrEqual(10);
    });
  });
});

describe("a workflow's secret", () => {
  test("is encrypted with the environment's key, replicated, recoverable, and open to its maintainers only", () => {
    const secret = recording.one("aws:secretsmanager/secret:Secret", "examples-secret-api-key");
    expect(secret.inputs).toMatchObject({
      name: "/airflow/development/examples/secret/api-key",
      recoveryWindowInDays: 30,
      replicas: [{ region: "eu-west-2" }],
    });
    expect(recording.dependencies(secret, "aws:kms/key:Key")).toEqual(["workflow-secrets"]);
    expect(recording.dependencies(secret, "aws:kms/replicaKey:ReplicaKey")).toEqual(["workflow-secrets-replica"]);
    expect(input(secret, "policy")).toContain('"aws:PrincipalTag/github_username":["octocat"]');
  });

  test("has a first value that is never in the state and never replaces the maintainers'", () => {
    const version = recording.one("aws:secretsmanager/secretVersion:SecretVersion", "examples-secret-api-key");
    expect(version.inputs).toMatchObject({ secretStringWo: "[secret]", versionStages: ["PLACEHOLDER"] });
    expect(version.inputs).not.toHaveProperty("secretString");
    expect([...version.ignoreChanges].sort()).toEqual(["secretStringWo", "versionStages"]);
  });

  test("has a key that is protected and kept in both regions", () => {
    const keys = [
      recording.one("aws:kms/key:Key", "workflow-secrets"),
      recording.one("aws:kms/replicaKey:ReplicaKey", "workflow-secrets-replica"),
    ];
    keys.forEach((key) => {
      expect([key.protect, key.retainOnDelete]).toEqual([true, true]);
    });
    expect(keys[0]?.inputs["multiRegion"]).toBe(true);
  });
});
