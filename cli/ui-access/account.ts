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
 * Attempts for each request, with the SDK's own delays between them. IAM throttles by account, so other people's requests count
 * too, and the SDK's default of three attempts is too low. AWS_MAX_ATTEMPTS and AWS_RETRY_MODE override this, as for any
 * program that uses the SDK.
 */
const MAXIMUM_ATTEMPTS = 10;

/** Most items that IAM returns in one answer; it may return fewer. */
const PAGE_SIZE = 1000;

/** A request that AWS refused, or that did not reach AWS. */
export class RequestError extends Error {
  /** `isAnswer` says that AWS answered, so that a request for another role may succeed. */
  constructor(
    message: string,
    readonly isAnswer: boolean,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The identity that makes the requests. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/** The requests of the command to one AWS account, with the credentials that the SDK finds. */
export class AwsAccount {
  readonly #iam: IAMClient;
  readonly #sts: STSClient;

  constructor(region: string) {
    const retries = process.env["AWS_MAX_ATTEMPTS"] === undefined ? { maxAttempts: MAXIMUM_ATTEMPTS } : {};
    this.#iam = new IAMClient({ region, ...retries });
    this.#sts = new STSClient({ region, ...retries });
    failAtOnceAtQuotas(this.#iam);
  }

  /** The owner of the credentials. */
  async caller(): Promise<Caller> {
    const { Account: account = "", Arn: arn = "" } = await requesting("look up the owner of these credentials", () =>
      this.#sts.send(new GetCallerIdentityCommand({})),
    );
    return { account, arn };
  }

  /** Names of the roles that have a policy attached; undefined if there is no such policy. */
  async rolesWith(policyArn: string): Promise<ReadonlySet<string> | undefined> {
    return requesting(`list the roles with ${policyArn}`, async () => {
      const found = await unlessMissing(this.#iam.send(new GetPolicyCommand({ PolicyArn: policyArn })));
      if (found === undefined) {
        return undefined;
      }
      const names = new Set<string>();
      if (found.Policy?.AttachmentCount === 0) {
        return names;
      }
      // The filter leaves out roles that have the policy only as their boundary.
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

  /** Names of all roles that start with a prefix. IAM can only filter by path, so this lists all roles. */
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

  /** Attaches a policy to a role; false if there is no such role. */
  async attach(policyArn: string, name: string): Promise<boolean> {
    return requesting(`attach the policy to ${name}`, async () => {
      const attaching = this.#iam.send(new AttachRolePolicyCommand({ PolicyArn: policyArn, RoleName: name }));
      return (await unlessMissing(attaching)) !== undefined;
    });
  }
}

/**
 * The SDK takes a LimitExceededException for throttling and tries again. IAM means a quota, such as ten policies for a role, so
 * that waiting does not help. Under the code that IAM really sends, the SDK does not take it for throttling.
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

/** The answer, or undefined if AWS answers that the entity does not exist. */
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

/** Makes a request; the error of a failed one names its purpose. */
async function requesting<T>(doing: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (caught) {
    throw new RequestError(`cannot ${doing}: ${reason(caught)}`, caught instanceof IAMServiceException, {
      cause: caught,
    });
  }
}

/** The reason of a failure. A connection that fails for several addresses of a host has no message of its own. */
function reason(caught: unknown): string {
  if (caught instanceof AggregateError && caught.message === "") {
    return caught.errors.map(reason).join("; ");
  }
  return caught instanceof Error ? `${caught.name}: ${caught.message}` : String(caught);
}
