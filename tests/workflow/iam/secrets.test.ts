import { compileSecrets } from "../../../workflow/iam/identity";
import { DATA_ACCOUNT, isAllowedBy, may, OTHER_ACCOUNT, roleInput, roleWith } from "./support";

const secret = (path: string, region = "eu-west-1") =>
  `arn:aws:secretsmanager:${region}:${DATA_ACCOUNT}:secret:/airflow/${path}-AbC12x`;
const anyKey = `arn:aws:kms:eu-west-1:${DATA_ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const throughSecrets = (alias: string) => ({
  "kms:ResourceAliases": [alias],
  "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
});

describe("a workflow's own secrets", () => {
  const role = () => roleWith();

  test("are readable without any key of iam", async () => {
    expect(await may(role(), "secretsmanager:GetSecretValue", secret("development/courts/daily/api-key"))).toBe(true);
  });

  test.each([
    "development/courts/daily-two/api-key",
    "development/courts/weekly/api-key",
    "development/courts-of-appeal/daily/api-key",
    "production/courts/daily/api-key",
  ])("%s, another workflow's, is refused", async (path) => {
    expect(await may(role(), "secretsmanager:GetSecretValue", secret(path))).toBe(false);
  });

  test.each(["PutSecretValue", "UpdateSecret", "DeleteSecret", "PutResourcePolicy"])(
    "secretsmanager:%s is refused by default",
    async (name) => {
      expect(await may(role(), `secretsmanager:${name}`, secret("development/courts/daily/api-key"))).toBe(false);
    },
  );

  test("are decrypted with the environment's secrets key, only through Secrets Manager", async () => {
    const own = throughSecrets("alias/airflow-development-secrets");
    expect(await may(role(), "kms:Decrypt", anyKey, own)).toBe(true);
    expect(await may(role(), "kms:Decrypt", anyKey, throughSecrets("alias/airflow-production-secrets"))).toBe(false);
    expect(await may(role(), "kms:Decrypt", anyKey, { ...own, "kms:ViaService": "s3.eu-west-1.amazonaws.com" })).toBe(
      false,
    );
    expect(await may(role(), "kms:Decrypt", anyKey, { "kms:ResourceAliases": own["kms:ResourceAliases"] })).toBe(false);
    expect(await may(role(), "kms:GenerateDataKey", anyKey, own)).toBe(false);
  });
});

describe("update_secrets", () => {
  const secretIds = ["token", "token-old"];
  const writes = ["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret"];

  test.each(writes)("%s: true means only the manifest's secrets, and all of them", async (action) => {
    const role = roleWith({ update_secrets: true }, { secretIds });
    expect(await may(role, action, secret("development/courts/daily/token"))).toBe(true);
    expect(await may(role, action, secret("development/courts/daily/token-old"))).toBe(true);
    expect(await may(role, action, secret("development/courts/daily/other"))).toBe(false);
    expect(await may(role, action, secret("development/courts/weekly/token"))).toBe(false);
  });

  test.each(writes)("%s: a list means those secrets, not one whose id starts alike", async (action) => {
    const role = roleWith({ update_secrets: ["token"] }, { secretIds });
    expect(await may(role, action, secret("development/courts/daily/token"))).toBe(true);
    expect(await may(role, action, secret("development/courts/daily/token-old"))).toBe(false);
  });

  test("it includes the rights for encryption, only with the secrets key", async () => {
    const role = roleWith({ update_secrets: ["token"] }, { secretIds });
    expect(await may(role, "kms:GenerateDataKey", anyKey, throughSecrets("alias/airflow-development-secrets"))).toBe(
      true,
    );
    expect(await may(role, "kms:GenerateDataKey", anyKey, throughSecrets("alias/airflow-test-secrets"))).toBe(false);
  });

  test("false grants nothing", async () => {
    const role = roleWith({ update_secrets: false }, { secretIds });
    expect(await may(role, "secretsmanager:PutSecretValue", secret("development/courts/daily/token"))).toBe(false);
  });

  test("it includes no right to delete or to share", async () => {
    const role = roleWith({ update_secrets: true }, { secretIds });
    for (const name of ["DeleteSecret", "PutResourcePolicy", "RotateSecret"]) {
      expect(await may(role, `secretsmanager:${name}`, secret("development/courts/daily/token"))).toBe(false);
    }
  });
});

describe("compiled secrets", () => {
  const compiled = () =>
    compileSecrets({
      ...roleInput({}, { secretIds: ["api-key", "user"] }),
      maintainers: ["octocat", "Hubot"],
    });

  test("have the workflow's name, and reach the container by their id", () => {
    expect(compiled().map(({ id, name, environmentVariable }) => [id, name, environmentVariable])).toEqual([
      ["api-key", "/airflow/development/courts/daily/api-key", "SECRET_API_KEY"],
      ["user", "/airflow/development/courts/daily/user", "SECRET_USER"],
    ]);
    expect(Object.isFrozen(compiled()[0])).toBe(true);
  });

  const person = `arn:aws:sts::${DATA_ACCOUNT}:assumed-role/users/somebody`;
  const as = (user: string, account = DATA_ACCOUNT) => ({
    "aws:PrincipalTag/github_username": user,
    "aws:PrincipalAccount": account,
  });
  const maintainer = async (action: string, context: Record<string, string>, principal = person) => {
    const policy = compiled()[0]?.resourcePolicy;
    const arn = principal.replace(":sts:", ":iam:").replace(/:assumed-role\/(.*)\/[^/]*$/, ":role/$1");
    return (
      policy !== undefined &&
      isAllowedBy(policy, {
        principal,
        action,
        resource: secret("development/courts/daily/api-key"),
        context: { "aws:PrincipalArn": arn, ...context },
      })
    );
  };

  test.each(
    ["GetSecretValue", "DescribeSecret", "PutSecretValue", "UpdateSecret"].map((name) => `secretsmanager:${name}`),
  )("%s is allowed to maintainers in the data account, refused to everybody else", async (action) => {
    expect(await maintainer(action, as("octocat"))).toBe(true);
    expect(await maintainer(action, as("Hubot"))).toBe(true);
    expect(await maintainer(action, as("stranger"))).toBe(false);
    expect(await maintainer(action, as("octocat-two"))).toBe(false);
    expect(await maintainer(action, { "aws:PrincipalAccount": DATA_ACCOUNT })).toBe(false);
    expect(await maintainer(action, as("octocat", OTHER_ACCOUNT))).toBe(false);
  });

  test.each([
    "assumed-role/airflow-development-example",
    "assumed-role/airflow-production-courts-daily",
    "assumed-role/analytical-platform-airflow-development-apply-data",
    "assumed-role/analytical-platform-airflow-development-plan-data",
  ])("the platform's own %s is not a maintainer, whatever tag its session has", async (name) => {
    for (const action of ["GetSecretValue", "PutSecretValue", "UpdateSecret", "DescribeSecret"]) {
      const role = `arn:aws:sts::${DATA_ACCOUNT}:${name}/session`;
      expect(await maintainer(`secretsmanager:${action}`, as("octocat"), role)).toBe(false);
    }
  });

  test("a user of the platform is not a maintainer either", async () => {
    const user = `arn:aws:iam::${DATA_ACCOUNT}:user/airflow-development-smtp`;
    expect(await maintainer("secretsmanager:GetSecretValue", as("octocat"), user)).toBe(false);
    expect(await maintainer("secretsmanager:GetSecretValue", as("octocat"), user.replace("airflow-", "people-"))).toBe(
      true,
    );
  });

  test.each(["DeleteSecret", "PutResourcePolicy", "TagResource"])(
    "secretsmanager:%s stays the platform's",
    async (name) => {
      expect(await maintainer(`secretsmanager:${name}`, as("octocat"))).toBe(false);
    },
  );
});
