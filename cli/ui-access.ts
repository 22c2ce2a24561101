import { formatProblem } from "../diagnostics/problem";
import { oneOf } from "../diagnostics/one-of";
import { UsageError } from "../diagnostics/usage-error";
import { readEnvironmentFile } from "../platform/config/environment-file";
import { requireStack, STACK_HELP } from "../preview/stack-name";
import { npmCommand, program, startIfMain } from "./command";
import { AwsAccount, RequestError } from "./ui-access/account";
import { attachToRoles, type Outcome } from "./ui-access/attach";
import { UI_ROLES, type UiRole } from "../platform/airflow/ui-roles";
import { uiPolicyArn } from "../platform/names/airflow";

const command = npmCommand(
  "ui-access",
  "Gives people access to Airflow's user interface: attaches the stack's policy for it to their IAM roles. Roles that have the " +
    "policy keep it, so you can run the command again at any time.",
)
  .argument("<stack>", STACK_HELP, requireStack)
  .argument("[role...]", "name of an IAM role of the compute account")
  .requiredOption(
    "--role <role>",
    `role in Airflow: ${UI_ROLES.join(", ")}`,
    oneOf("role of the user interface", UI_ROLES),
  )
  .option("--prefix <prefix>", "every IAM role of the compute account whose name starts with this")
  .option("--dry-run", "list what the command would attach, and change nothing");

/** Characters that IAM allows in the name of a role. */
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;

interface Access {
  readonly stack: string;
  readonly uiRole: UiRole;
  readonly names: readonly string[];
  readonly prefix: string | undefined;
  readonly dryRun: boolean;
}

export const main = program(command, async (stack, names, { role: uiRole, prefix, dryRun = false }) => {
  if (prefix === undefined && names.length === 0) {
    throw new UsageError("name IAM roles, or give --prefix");
  }
  const wrong = [...names, ...(prefix === undefined ? [] : [prefix])].filter((name) => !ROLE_NAME.test(name));
  if (wrong.length > 0) {
    throw new UsageError(
      `${wrong.map((name) => `"${name}"`).join(", ")} cannot be the name of an IAM role: write the name alone, not an ARN or a path`,
    );
  }
  const { config, problems } = readEnvironmentFile(stack);
  if (config === undefined) {
    problems.forEach((problem) => {
      console.error(formatProblem(problem));
    });
    return 1;
  }
  try {
    return await giveAccess({ stack, uiRole, names, prefix, dryRun }, config.accounts.compute);
  } catch (caught) {
    if (!(caught instanceof RequestError)) {
      throw caught;
    }
    console.error(caught.message);
    return 1;
  }
});

/** Attaches the policy, or lists the roles that would get it; returns the exit code. */
async function giveAccess(
  { stack, uiRole, names, prefix, dryRun }: Access,
  compute: { readonly id: string; readonly region: string },
): Promise<number> {
  const account = new AwsAccount(compute.region);
  const caller = await account.caller();
  if (caller.account !== compute.id) {
    console.error(
      `these credentials belong to account ${caller.account} (${caller.arn}), but the compute account of ${stack} is ${compute.id}: use credentials of that account`,
    );
    return 1;
  }
  const policyArn = uiPolicyArn(stack, uiRole, compute);
  const holders = await account.rolesWith(policyArn);
  if (holders === undefined) {
    console.error(`there is no policy ${policyArn}; run pulumi up --stack ${stack} first, which creates it`);
    return 1;
  }
  const matching = prefix === undefined ? [] : await account.rolesStartingWith(prefix);
  const errors =
    prefix !== undefined && matching.length === 0
      ? [`account ${compute.id} has no role whose name starts with ${prefix}`]
      : [];
  console.log(policyArn);
  const request = {
    policyArn,
    holders,
    roles: [...new Set([...names, ...matching])],
    existing: new Set(matching),
    dryRun,
  };
  const counts = new Map<Outcome["state"], number>();
  for await (const { role, state, reason } of attachToRoles(account, request)) {
    console.log(`  ${state.padEnd("would be attached".length)}  ${role}`);
    counts.set(state, (counts.get(state) ?? 0) + 1);
    if (state === "no such role") {
      errors.push(`there is no role ${role} in account ${compute.id}`);
    } else if (reason !== undefined) {
      errors.push(reason);
    }
  }
  const summary = counts.size === 0 ? "no roles" : [...counts].map(([state, count]) => `${count} ${state}`).join(", ");
  console.log(`${summary}${dryRun ? "; dry run, changed nothing" : ""}`);
  errors.forEach((error) => {
    console.error(error);
  });
  return errors.length > 0 ? 1 : 0;
}

startIfMain(module, main);
