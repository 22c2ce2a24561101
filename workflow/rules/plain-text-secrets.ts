import { credentialsIn } from "../credentials";
import type { Manifest } from "../normalise";
import { secretVariable } from "../variables";
import { type Rule, warning } from "./rule";

/** Matches the names of values that are usually secret. */
const TELLING =
  /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|PWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)[0-9_]*$/i;

/** Matches values that only refer to a secret, or that a run fills in. */
const REFERENCE = /^(?:arn:|\/|s3:|https?:)|\{\{|\$\{?[A-Za-z_]/;

/** Warns of a literal value with a name such as `DB_PASSWORD`, which is probably a secret. */
export const secretsAreNotWritten: Rule = (manifest) =>
  maps(manifest).flatMap(({ path, values }) =>
    Object.entries(values)
      .filter(([name, value]) => isSecretByName(name, value) && credentialsIn(name, String(value)).length === 0)
      // Another rule reports a clash with the secret's own variable.
      .filter(([name]) => !(manifest.secrets ?? []).some((id) => secretVariable(id) === name))
      .map(([name]) =>
        warning(
          "looks-like-a-secret",
          [...path, name],
          `${[...path, name].join(".")} has the name of a secret, and everyone who reads the repository can read its value; list ${idOf(name)} under secrets instead, and read ${secretVariable(idOf(name))}`,
        ),
      ),
  );

/** Whether a name such as `DB_PASSWORD` has a literal value. */
export function isSecretByName(name: string, value: unknown): boolean {
  return TELLING.test(name) && isLiteral(value);
}

function isLiteral(value: unknown): value is string {
  return typeof value === "string" && value !== "" && !REFERENCE.test(value);
}

function idOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/^secret_(?=.)/, "")
    .replaceAll("_", "-");
}

function maps({ dag }: Manifest): { path: string[]; values: Readonly<Record<string, unknown>> }[] {
  return [
    { path: ["dag", "env_vars"], values: dag.env_vars ?? {} },
    { path: ["dag", "params"], values: dag.params ?? {} },
    ...Object.entries(dag.tasks ?? {}).map(([task, { env_vars: values = {} }]) => ({
      path: ["dag", "tasks", task, "env_vars"],
      values,
    })),
  ];
}
