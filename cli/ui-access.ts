import { resolve } from "node:path";

import { ENVIRONMENTS } from "../platform/config/check";
import { readStackFile } from "../platform/config/stack-file";
import { ROOT } from "../platform/root";
import { nearest } from "../diagnostics/nearest";
import { formatProblem } from "../diagnostics/problem";
import { readArguments, runCommand } from "./arguments";
import { UsageError } from "../diagnostics/usage-error";
import { AwsAccount, RequestError } from "./ui-access/account";
import { attachToRoles, type Outcome } from "./ui-access/attach";
import { isUiRole, UI_ROLES, type UiRole } from "../platform/airflow/ui-roles";
import { uiPolicyArn } from "../platform/names/airflow";

const USAGE = `npm run ui-access -- <stack> --role admin|op|user|viewer|public [--dry-run] [--prefix ROLE_PREFIX] [ROLE…]

Gives people access to Airflow's user interface: attaches the stack's policy for it to their IAM roles. What is attached
already stays as it is, so the command can be run again at any time.

  <stack>               development, test or production
  --role ROLE           what people are in Airflow: admin, op, user, viewer or public
  ROLE                  name of an IAM role of the compute account
  --prefix ROLE_PREFIX  all IAM roles of the compute account whose name starts so
  --dry-run             says what would be attached, and changes nothing`;

/** What AWS takes for the name of a role. */
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;

interface Arguments {
  readonly stack: string;
  readonly uiRole: UiRole;
  readonly names: readonly string[];
  readonly prefix: string | undefined;
  readonly dryRun: boolean;
}

async function main(): Promise<number> {
  const args = parseCommandLine();
  if (args === undefined) {
    console.log(USAGE);
    return 0;
  }
  const stackFile = `Pulumi.${args.stack}.yaml`;
  const { config, problems } = readStackFile(resolve(ROOT, stackFile), stackFile, args.stack);
  if (config === undefined) {
    problems.forEach((problem) => {
      console.error(formatProblem(problem));
    });
    return 1;
  }
  try {
    return await giveAccess(args, config.accounts.compute);
  } catch (caught) {
    if (!(caught instanceof RequestError)) {
      throw caught;
    }
    console.error(caught.message);
    return 1;
  }
}

/** The command line, checked; undefined where help is asked for. */
function parseCommandLine(): Arguments | undefined {
  const { values, positionals } = readArguments(
    {
      allowPositionals: true,
      options: {
        role: { type: "string" },
        prefix: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    },
    USAGE,
  );
  if (values.help) {
    return undefined;
  }
  const [stack, ...names] = positionals;
  if (stack === undefined) {
    throw new UsageError(`name a stack\n\n${USAGE}`);
  }
  if (!ENVIRONMENTS.some((known) => known === stack)) {
    throw new UsageError(unknown("stack", stack, ENVIRONMENTS));
  }
  const { role, prefix } = values;
  if (role === undefined) {
    throw new UsageError(`say with --role what people are in Airflow: ${UI_ROLES.join(", ")}`);
  }
  if (!isUiRole(role)) {
    throw new UsageError(unknown("role of the user interface", role, UI_ROLES));
  }
  if (prefix === undefined && names.length === 0) {
    throw new UsageError(`name IAM roles, or give --prefix\n\n${USAGE}`);
  }
  const wrong = [...names, ...(prefix === undefined ? [] : [prefix])].filter((name) => !ROLE_NAME.test(name));
  if (wrong.length > 0) {
    throw new UsageError(
      `${wrong.map((name) => `"${name}"`).join(", ")} cannot be the name of an IAM role: write the name alone, not an ARN or a path`,
    );
  }
  return { stack, uiRole: role, names, prefix, dryRun: values["dry-run"] };
}

function unknown(kind: string, word: string, known: readonly string[]): string {
  const close = nearest(word, known);
  return `there is no ${kind} ${word}; ${close === undefined ? `write one of ${known.join(", ")}` : `did you mean ${close}?`}`;
}

/** Attaches, or says what would be, and reports; the result is the exit code. */
async function giveAccess(
  { stack, uiRole, names, prefix, dryRun }: Arguments,
  compute: { readonly id: string; readonly region: string },
): Promise<number> {
  const account = new AwsAccount(compute.region);
  const caller = await account.caller();
  if (caller.account !== compute.id) {
    console.error(
      `these credentials are of account ${caller.account} (${caller.arn}), and the compute account of ${stack} is ${compute.id}: use credentials of that account`,
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
  console.log(`${summary}${dryRun ? "; dry run, nothing was changed" : ""}`);
  errors.forEach((error) => {
    console.error(error);
  });
  return errors.length > 0 ? 1 : 0;
}

void runCommand(main);
