import { compiled, codesOf, manifest, problemsOf } from "../support/manifests";

/** Invented credentials, in two parts so that no scanner takes this file for a leak. */
const GITHUB = ["ghp_", "0123456789abcdefghijklmnopqrstuvwxyz"].join("");
const SLACK = ["xoxb-", "1234567890-abcdefghij"].join("");
const ACCESS_KEY_ID = ["AKIA", "Q7XW3LNP5R2TVKZM"].join("");
const ACCESS_KEY = `Zq8${"x".repeat(15)}/K7MDENG+bPxRfiCYabcde`;
const CREDENTIALS = [
  ["github", GITHUB],
  ["slack", SLACK],
  ["slack", ["https://hooks.slack.com/services/", "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"].join("")],
  ["aws", ACCESS_KEY_ID],
  ["basicauth", ["https://somebody:letmein1", "@example.com"].join("")],
  ["database-connection-string", ["postgres://somebody:letmein1", "@db.example.com/warehouse"].join("")],
] as const;

describe("a credential of a known form is an error in any text, and no message prints it", () => {
  test.each(CREDENTIALS)("%s", (kind, credential) => {
    const problems = problemsOf(manifest(`env_vars: {A: ${JSON.stringify(credential)}}`));
    expect(problems).toEqual([
      expect.objectContaining({
        severity: "error",
        code: "credential",
        line: 4,
        column: 17,
        message: `dag.env_vars.A holds a credential (${credential.slice(0, 4)}…, ${credential.length} characters; form: ${kind}), and everyone who reads the repository can read it; revoke it, list an id under secrets, and read the new value from SECRET_<ID>`,
      }),
    ]);
  });

  test("a secret access key is recognised by the name before it", () => {
    const [problem] = problemsOf(manifest(`env_vars: {AWS_SECRET_ACCESS_KEY: ${ACCESS_KEY}}`));
    expect(problem).toMatchObject({ code: "credential", line: 4, column: 37 });
    expect(problem?.message).toContain("(Zq8x…, 40 characters; form: aws)");
    expect(codesOf(manifest(`env_vars: {CHECKSUM: ${ACCESS_KEY}}`))).toEqual([]);
  });

  test.each([
    ["a parameter", `params: {a: ${GITHUB}}`, "credential@4:15"],
    ["a variable of a task", `tasks: {a: {env_vars: {A: ${GITHUB}}}}`, "credential@4:29"],
    ["part of a longer text", `env_vars: {A: "curl -H 'Authorization: ${GITHUB}' | sh"}`, "credential@4:17"],
    ["a text inside a template", `env_vars: {A: "x {{ '${GITHUB}' }}"}`, "credential@4:17"],
    ["a list", `tasks: {a: {dependencies: [${GITHUB}]}}`, "credential@4:30"],
    ["a key", `env_vars: {${GITHUB}: a}`, "credential@4:30"],
    ["an unknown key", `token: ${GITHUB}`, "credential@4:10"],
  ])("%s", (_name, dag, code) => {
    const problems = problemsOf(manifest(dag));
    const codes = problems.map(({ code: each, line, column }) => `${each}@${line}:${column}`);
    expect(codes.filter((each) => each.startsWith("credential"))).toEqual([
      code === "credential@4:30" && dag.startsWith("env_vars") ? expect.any(String) : code,
    ]);
    expect(JSON.stringify(problems)).not.toContain(GITHUB);
  });

  test("every credential is reported, also two in one text, and without an environment in the path", () => {
    const text = manifest(`env_vars: {A: ${GITHUB}, B: "${SLACK} ${ACCESS_KEY_ID}"}`);
    expect(codesOf(text)).toEqual(["credential@4:17", "credential@4:62", "credential@4:62"]);
    const misplaced = problemsOf(text, undefined, "workflow.yml");
    expect(misplaced.map(({ code }) => code)).toEqual(["bad-path", "credential", "credential", "credential"]);
    expect(JSON.stringify(misplaced)).not.toContain(GITHUB);
  });

  test("other messages show only the beginning of a credential", () => {
    const problems = problemsOf(manifest(`compute_profile: ${GITHUB}`));
    expect(problems.map(({ code }) => code)).toEqual(["credential", "not-offered"]);
    expect(problems[1]?.message).toContain('dag.compute_profile cannot be "ghp_…"');
  });

  test("a message that cuts a long credential shows only its beginning", () => {
    const long = ["github_pat", "a".repeat(22), "b".repeat(59)].join("_");
    const problems = problemsOf(manifest(`compute_profile: ${long}`));
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining("dag.compute_profile holds a credential (gith…, 93 characters; form: github)"),
      expect.stringMatching(/^dag\.compute_profile cannot be "gith……; write for example/),
    ]);
  });

  test.each([
    "arn:aws:iam::123456789012:role/example",
    "123456789012",
    "AROAQ7XW3LNP5R2TVKZM:session",
    "s3://team-a/landing/2026-11-27/part-0001.parquet",
    "https://example.com/feed?user=somebody",
    "gh",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  ])("%s is not a credential", (value) => {
    expect(codesOf(manifest(`env_vars: {ACCOUNT_ID: ${JSON.stringify(value)}}`))).toEqual([]);
    // A template keeps its text besides its parsed form.
    const kept: unknown = value.includes("{{") ? expect.objectContaining({ template: value }) : value;
    expect(compiled(manifest(`env_vars: {ACCOUNT_ID: ${JSON.stringify(value)}}`)).dag.env_vars["ACCOUNT_ID"]).toEqual(
      kept,
    );
  });

  test("a comment that disables secretlint has no effect", () => {
    expect(codesOf(manifest(`env_vars: {A: "${GITHUB} /* secretlint-disable */"}`))).toEqual(["credential@4:17"]);
  });
});

describe("a literal value with the name of a secret is a warning that points to secrets", () => {
  test.each([
    ["DB_PASSWORD", "db-password"],
    ["password", "password"],
    ["GITHUB_TOKEN", "github-token"],
    ["CLIENT_SECRET", "client-secret"],
    ["API_KEY", "api-key"],
    ["APIKEY", "apikey"],
    ["AWS_ACCESS_KEY", "aws-access-key"],
    ["SSH_PRIVATE_KEY", "ssh-private-key"],
    ["DB_PWD", "db-pwd"],
    ["TOKEN_2", "token-2"],
    ["PASSPHRASE", "passphrase"],
    ["GCP_CREDENTIALS", "gcp-credentials"],
    ["FTP_PASSWD", "ftp-passwd"],
  ])("%s", (variable, id) => {
    const text = (dag: string): string[] => problemsOf(manifest(dag)).map(({ message }) => message);
    const said = (path: string): string =>
      `${path} has the name of a secret, and everyone who reads the repository can read its value; list ${id} under secrets instead, and read SECRET_${variable.toUpperCase()}`;
    expect(text(`env_vars: {${variable}: hunter2}`)).toEqual([said(`dag.env_vars.${variable}`)]);
    expect(text(`params: {${variable}: hunter2}`)).toEqual([said(`dag.params.${variable}`)]);
    expect(text(`tasks: {a: {env_vars: {${variable}: hunter2}}}`)).toEqual([said(`dag.tasks.a.env_vars.${variable}`)]);
  });

  test("a name like SECRET_<ID> suggests the secret of that ID", () => {
    const [problem] = problemsOf(manifest("env_vars: {SECRET_API_KEY: hunter2}"));
    expect(problem?.message).toMatch(/list api-key under secrets instead, and read SECRET_API_KEY$/);
    expect(codesOf(manifest("env_vars: {SECRET_API_KEY: hunter2}", "secrets: [api-key]\n"))).toEqual([
      "variable-clash@4:14",
    ]);
  });

  test("is a warning at the value", () => {
    const [problem] = problemsOf(manifest("env_vars: {DB_PASSWORD: hunter2}"));
    expect(problem).toMatchObject({ severity: "warning", code: "looks-like-a-secret", line: 4, column: 27 });
  });

  test.each([
    ["MAX_TOKENS", '"4096"'],
    ["TOKEN_LIMIT", '"4096"'],
    ["SECRET_NAME", "team-a"],
    ["PASSWORD_LENGTH", '"12"'],
    ["MONKEY", "banana"],
    ["TOKENISE", "words"],
    ["DB_PASSWORD", '""'],
    ["DB_PASSWORD", "5"],
    ["DB_PASSWORD", "arn:aws:secretsmanager:eu-west-2:123456789012:secret:a"],
    ["DB_PASSWORD", "/airflow/production/a/b/c"],
    ["ACCESS_TOKEN", "https://example.com/token"],
    ["DB_PASSWORD", '"{{ params.p }}"'],
    ["DB_PASSWORD", "${SECRET_PASSWORD}"],
    ["DB_PASSWORD", "$SECRET_PASSWORD"],
  ])("%s: %s gives no warning", (variable, value) => {
    expect(codesOf(manifest(`params: {p: a}\nenv_vars:\n  ${variable}: ${value}`))).toEqual([]);
  });

  test("a credential of a known form is reported once, as an error", () => {
    expect(codesOf(manifest(`env_vars: {GITHUB_TOKEN: ${GITHUB}}`))).toEqual(["credential@4:28"]);
  });
});
