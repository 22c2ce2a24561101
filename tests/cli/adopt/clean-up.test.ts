import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { renderCleanUp } from "../../../cli/adopt/clean-up";
import type { CompiledWorkflow } from "../../../workflow/compiled";
import { temporaryFolder } from "../../support/command";
import { compiled, DEVELOPMENT, manifest } from "../../support/manifests";

const ACCOUNT = "444444444444";
const arn = (name: string): string => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
const NAMED = arn("airflow-service/derived-tables");

const workflow = (name: string, more = ""): CompiledWorkflow =>
  compiled(manifest("", more), DEVELOPMENT, `manifests/development/courts/${name}/workflow.yml`);

function withPolicies(
  one: CompiledWorkflow,
  policies: Partial<NonNullable<CompiledWorkflow["role"]>>,
): CompiledWorkflow {
  return { ...one, role: one.role === null ? null : { ...one.role, ...policies } };
}

/** Runs the script with a fake AWS CLI, and gives the calls that change something. */
function changesOf(script: string, ...words: string[]): string[] {
  const folder = temporaryFolder();
  const file = join(folder, "clean-up.sh");
  writeFileSync(file, script);
  writeFileSync(
    join(folder, "aws"),
    `#!/usr/bin/env bash
case "$2" in
  list-attached-role-policies) printf '%s\\t' ${arn('"$4"')} ${arn("airflow-service/athena-read")} ${NAMED} ${arn("kept-by-hand")}; echo ;;
  list-policy-versions) printf 'v1\\tv2\\n' ;;
  *) echo "$*" >> ${join(folder, "calls")} ;;
esac
`,
  );
  chmodSync(join(folder, "aws"), 0o755);
  execFileSync("bash", [file, ...words], { env: { ...process.env, PATH: `${folder}:${process.env["PATH"] ?? ""}` } });
  return existsSync(join(folder, "calls")) ? readFileSync(join(folder, "calls"), "utf8").trim().split("\n") : [];
}

const detached = (role: string, policy: string): string =>
  `iam detach-role-policy --role-name ${role} --policy-arn ${arn(policy)}`;

describe("the script for the time after the move", () => {
  const daily = withPolicies(workflow("daily"), { attachedPolicyArns: [NAMED] });
  const everyRole = { dataAccount: ACCOUNT, roles: undefined };

  test("detaches the present policies, deletes the role's own with its versions, and keeps named and unknown ones", () => {
    const role = "airflow-development-courts-daily";
    expect(changesOf(renderCleanUp("development", [daily], everyRole))).toEqual([
      detached(role, role),
      detached(role, "airflow-service/athena-read"),
      `iam delete-policy-version --policy-arn ${arn(role)} --version-id v1`,
      `iam delete-policy-version --policy-arn ${arn(role)} --version-id v2`,
      `iam delete-policy --policy-arn ${arn(role)}`,
    ]);
  });

  test("does only the workflows that its arguments name", () => {
    const script = renderCleanUp("development", [daily, workflow("weekly")], everyRole);
    const roles = changesOf(script, "courts/weekly").filter((call) => call.includes("courts-daily"));
    expect(roles).toEqual([]);
    expect(changesOf(script, "courts/week")).toEqual([]);
  });

  test("leaves out roles of other accounts, and roles that do not exist there", () => {
    const external = workflow("external", "\niam:\n  external_role: arn:aws:iam::123456789012:role/courts\n");
    const known = { dataAccount: ACCOUNT, roles: new Set(["airflow-development-courts-daily"]) };
    const script = renderCleanUp("development", [daily, workflow("made-new"), external], known);
    expect(script.match(/^remove courts.*$/gm)).toHaveLength(1);
  });

  test("does not delete a policy of this platform that has the name of one there", () => {
    const [inlinePolicy] = [daily.role?.inlinePolicy].filter((one) => one !== undefined);
    const large = withPolicies(daily, {
      managedPolicies: inlinePolicy === undefined ? {} : { "airflow-development-courts-daily-2": inlinePolicy },
    });
    const changes = changesOf(renderCleanUp("development", [large, workflow("daily-2")], everyRole), "courts/daily-2");
    expect(changes.filter((call) => call.includes(arn("airflow-development-courts-daily-2")))).toEqual([]);
    expect(changes).toContain(detached("airflow-development-courts-daily-2", "airflow-service/athena-read"));
  });
});
