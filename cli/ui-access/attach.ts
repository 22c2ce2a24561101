import { type AwsAccount, RequestError } from "./account";

/** The policy, and the roles that should get it. */
export interface AttachRequest {
  readonly policyArn: string;
  /** Roles that have the policy already. */
  readonly holders: ReadonlySet<string>;
  readonly roles: readonly string[];
  /** Roles that are known to exist. */
  readonly existing: ReadonlySet<string>;
  readonly dryRun: boolean;
}

/** The result for one role. */
export interface Outcome {
  readonly role: string;
  readonly state: "attached" | "would be attached" | "already attached" | "no such role" | "failed" | "not tried";
  /** The reason why it failed, or was not tried. */
  readonly reason?: string;
}

/**
 * Attaches the policy to the roles one after another, so that IAM is not flooded. After a failure for one role, the others are
 * still tried. If AWS cannot be reached, or the credentials have expired, the rest is not tried.
 */
export async function* attachToRoles(account: AwsAccount, request: AttachRequest): AsyncGenerator<Outcome> {
  let isReachable = true;
  for (const role of request.roles) {
    if (!isReachable) {
      yield { role, state: "not tried", reason: `not tried: ${role}` };
      continue;
    }
    try {
      yield { role, state: await attachToRole(account, request, role) };
    } catch (caught) {
      if (!(caught instanceof RequestError)) {
        throw caught;
      }
      isReachable = caught.isAnswer;
      yield { role, state: "failed", reason: caught.message };
    }
  }
}

async function attachToRole(
  account: AwsAccount,
  { policyArn, holders, existing, dryRun }: AttachRequest,
  role: string,
): Promise<Outcome["state"]> {
  if (holders.has(role)) {
    return "already attached";
  }
  if (dryRun) {
    return existing.has(role) || (await account.hasRole(role)) ? "would be attached" : "no such role";
  }
  return (await account.attach(policyArn, role)) ? "attached" : "no such role";
}
