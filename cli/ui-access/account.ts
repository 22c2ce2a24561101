import {
  AttachRolePolicyCommand,
  GetPolicyCommand,
  GetRoleCommand,
  IAMClient,
  IAMServiceException,
  LimitExceededException,
  NoSuchEntityException,
  paginateListEntitiesForPolicy,
  paginateListRoles,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/**
 * Attempts for each request, with the SDK's own waiting between them. IAM throttles by account, so that other people's
 * requests count too, and the SDK's three attempts are too few. AWS_MAX_ATTEMPTS and AWS_RETRY_MODE override this, as for
 * any program that uses the SDK.
 */
const MAXIMUM_ATTEMPTS = 10;

/** The most that IAM gives in one answer; it may give less. */
const PAGE_SIZE = 1000;

/** A request that AWS refused, or that never got there. */
export class RequestError extends Error {
  /** `isAnswer` says that AWS answered: a request for another role may well succeed. */
  constructor(
    message: string,
    readonly isAnswer: boolean,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Who makes the requests. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/** What the command asks of one AWS account, with the credentials that the SDK finds. */
export class AwsAccount {
  readonly #iam: IAMClient;
  readonly #sts: STSClient;

  constructor(region: string) {
    const retries = process.env["AWS_MAX_ATTEMPTS"] === undefined ? { maxAttempts: MAXIMUM_ATTEMPTS } : {};
    this.#iam = new IAMClient({ region, ...retries });
    this.#sts = new STSClient({ region, ...retries });
    failAtOnceAtQuotas(this.#iam);
  }

  /** Whose credentials these are. */
  async caller(): Promise<Caller> {
    const { Account: account = "", Arn: arn = "" } = await requesting("learn whose credentials these are", () =>
      this.#sts.send(new GetCallerIdentityCommand({})),
    );
    return { account, arn };
  }

  /** Names of the roles that have a policy attached; undefined where there is no such policy. */
  async rolesWith(policyArn: string): Promise<ReadonlySet<string> | undefined> {
    return requesting(`read who has ${policyArn}`, async () => {
      const found = await unlessMissing(this.#iam.send(new GetPolicyCommand({ PolicyArn: policyArn })));
      if (found === undefined) {
        return undefined;
      }
      const names = new Set<string>();
      if (found.Policy?.AttachmentCount === 0) {
        return names;
      }
      // A role whose boundary the policy is has not got it attached.
      const pages = paginateListEntitiesForPolicy(
        { client: this.#iam, pageSize: PAGE_SIZE },
        { PolicyArn: policyArn, EntityFilter: "Role", PolicyUsageFilter: "PermissionsPolicy" },
      );
      for await (const { PolicyRoles: roles = [] } of pages) {
        roles.forEach(({ RoleName: name = "" }) => names.add(name));
      }
      return names;
    });
  }

  /** Names of all roles that start with a prefix. IAM looks for paths only, so all roles are listed. */
  async rolesStartingWith(prefix: string): Promise<string[]> {
    return requesting("list the roles", async () => {
      const names: string[] = [];
      for await (const { Roles: roles = [] } of paginateListRoles({ client: this.#iam, pageSize: PAGE_SIZE }, {})) {
        names.push(...roles.map(({ RoleName: name = "" }) => name).filter((name) => name.startsWith(prefix)));
      }
      return names.sort();
    });
  }

  /** Whether there is a role of this name. */
  async hasRole(name: string): Promise<boolean> {
    return requesting(`read role ${name}`, async () => {
      return (await unlessMissing(this.#iam.send(new GetRoleCommand({ RoleName: name })))) !== undefined;
    });
  }

  /** Attaches a policy to a role; false where there is no such role. */
  async attach(policyArn: string, name: string): Promise<boolean> {
    return requesting(`attach the policy to ${name}`, async () => {
      const attaching = this.#iam.send(new AttachRolePolicyCommand({ PolicyArn: policyArn, RoleName: name }));
      return (await unlessMissing(attaching)) !== undefined;
    });
  }
}

/**
 * The SDK takes a LimitExceededException for throttling and tries again; IAM says so of a quota, such as ten policies a
 * role, and no waiting helps. Under the code that IAM really sends the SDK does not take it for throttling.
 */
function failAtOnceAtQuotas(iam: IAMClient): void {
  iam.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (caught) {
        throw caught instanceof LimitExceededException ? Object.assign(caught, { name: "LimitExceeded" }) : caught;
      }
    },
    { name: "failAtOnceAtQuotas", step: "deserialize", priority: "high" },
  );
}

/** The answer, or undefined where AWS answers that there is no such thing. */
async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (caught) {
    if (caught instanceof NoSuchEntityException) {
      return undefined;
    }
    throw caught;
  }
}

/** Makes requests; says of a failure what was being done. */
async function requesting<T>(doing: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (caught) {
    throw new RequestError(`cannot ${doing}: ${reason(caught)}`, caught instanceof IAMServiceException, {
      cause: caught,
    });
  }
}

/** Why a request failed. A connection that fails for several addresses of a host has no message of its own. */
function reason(caught: unknown): string {
  if (caught instanceof AggregateError && caught.message === "") {
    return caught.errors.map(reason).join("; ");
  }
  return caught instanceof Error ? `${caught.name}: ${caught.message}` : String(caught);
}
