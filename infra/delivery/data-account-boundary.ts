import { sortedUnique } from "../../platform/iam/patterns";
import { allow, type IdentityStatement } from "../../platform/iam/statement";
import { workflowEnvironment } from "../../platform/config/check";
import { accountId, dataResources, type Scope } from "../../platform/delivery/scope";
import { environmentName } from "../../platform/names/environment";
import { everyAction } from "../../workflow/iam/every-action";

/** Services whose resources have the environment in their names. */
const NAMED_SERVICES = ["iam", "secretsmanager"];

/** The most that roles of an environment may do in the data account: what a manifest with every key of `iam` compiles to. */
export function dataAccountAllowances(scope: Scope): IdentityStatement[] {
  const { environment, config } = scope;
  const { settings } = workflowEnvironment(environment, config, []);
  const actions = everyAction(environment, settings);
  const of = (service: string): string[] => actions.filter((action) => action.startsWith(`${service}:`));
  const named = NAMED_SERVICES.flatMap(of);
  const { secretsmanager = [] } = dataResources(scope);
  return [
    allow(
      actions.filter((action) => !named.includes(action)),
      ["*"],
    ),
    allow(sortedUnique([...of("secretsmanager"), "secretsmanager:DescribeSecret"]), secretsmanager),
    allow(of("iam"), [`arn:aws:iam::${accountId(scope)}:role/${environmentName(environment, "*")}`], {
      StringEquals: { "iam:PassedToService": ["glue.amazonaws.com"] },
    }),
  ];
}
