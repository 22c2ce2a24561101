import { fillOidcIssuer } from "../../../workflow/iam/identity";
import { WORKFLOW_NAMESPACE } from "../../../platform/names/kubernetes";
import { roleWith, settingsWith, SETTINGS } from "./support";

const policyArn = (name: string) => `arn:aws:iam::444444444444:policy/${name}`;

describe("a workflow's role", () => {
  test("is named after environment, project and workflow, with a session of twelve hours", () => {
    expect(roleWith()).toMatchObject({
      name: "airflow-development-courts-daily",
      arn: "arn:aws:iam::444444444444:role/airflow-development-courts-daily",
      maxSessionDuration: 43_200,
      permissionsBoundaryArn: null,
      attachedPolicyArns: [],
      managedPolicies: {},
    });
  });

  test("carries the permissions boundary of the configuration", () => {
    const permissionsBoundaryArn = policyArn("boundary");
    expect(roleWith({}, { settings: settingsWith({ permissionsBoundaryArn }) }).permissionsBoundaryArn).toBe(
      permissionsBoundaryArn,
    );
  });

  test("has the platform's named policies by the folder's name, not by the alias, and no others", () => {
    const namedPolicies = [
      {
        policyArn: policyArn("b"),
        workflows: ["courts-full-name/daily", "prisons/daily"] as [string, ...string[]],
        actions: [],
      },
      { policyArn: policyArn("a"), workflows: ["courts-full-name/daily"] as [string], actions: [] },
      { policyArn: policyArn("a"), workflows: ["courts-full-name/daily"] as [string], actions: [] },
      { policyArn: policyArn("c"), workflows: ["courts/daily"] as [string], actions: [] },
    ];
    const role = roleWith({}, { projectFolder: "courts-full-name", settings: settingsWith({ namedPolicies }) });
    expect(role.attachedPolicyArns).toEqual([policyArn("a"), policyArn("b")]);
  });

  test("may only read its own secrets if the manifest asks for nothing", () => {
    expect(roleWith().inlinePolicy).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["kms:Decrypt"],
          Resource: ["arn:aws:kms:eu-west-1:444444444444:key/*", "arn:aws:kms:eu-west-2:444444444444:key/*"],
          Condition: {
            "ForAnyValue:StringEquals": { "kms:ResourceAliases": ["alias/airflow-development-secrets"] },
            StringEquals: {
              "kms:ViaService": ["secretsmanager.eu-west-1.amazonaws.com", "secretsmanager.eu-west-2.amazonaws.com"],
            },
          },
        },
        {
          Effect: "Allow",
          Action: ["secretsmanager:GetSecretValue"],
          Resource: [
            "arn:aws:secretsmanager:eu-west-1:444444444444:secret:/airflow/development/courts/daily/*",
            "arn:aws:secretsmanager:eu-west-2:444444444444:secret:/airflow/development/courts/daily/*",
          ],
        },
      ],
    });
  });

  test("takes keys that are false as absent", () => {
    const off = { bedrock: false, glue: false, lake_formation: false, textract: false, update_secrets: false };
    expect(roleWith(off)).toEqual(roleWith());
  });

  test("is not compiled at all if the rules refuse a path", () => {
    expect(() => roleWith({ s3_deny: ["*/private/*"] })).toThrow(/wildcard in the bucket/);
  });

  test("has the issuer's placeholder only in the trust policy", () => {
    const role = roleWith({ glue: true, athena: "write" });
    expect(JSON.stringify({ ...role, trustPolicy: null })).not.toContain("oidcIssuer");
    expect(fillOidcIssuer(role.inlinePolicy, "issuer")).toEqual(role.inlinePolicy);
  });
});

test("workflows run in the namespace that external roles trust", () => {
  expect(WORKFLOW_NAMESPACE).toBe("mwaa");
  expect(SETTINGS.clusterNamespace).toBe("mwaa");
});
