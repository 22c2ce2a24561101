import { concurrency } from "../../platform/airflow/concurrency";
import type { StackConfig } from "../../platform/config/stack.generated";
import { ATTACHED_LIMIT, INLINE_LIMIT, policyText } from "../../platform/iam/split";
import { SECRET_REFRESH_MINUTES } from "../../platform/names/kubernetes";
import type { CompiledWorkflow } from "../../workflow/compiled";
import { busiestMinute } from "./busiest";

/** One limit, and how much of it the workflows use. */
export interface LimitRow {
  readonly what: string;
  /** By the workflows of today. */
  readonly used: number;
  /** Whether it grows with the number of workflows. A limit of one workflow does not. */
  readonly grows: boolean;
  readonly limit: number;
  /** Page that states the limit. */
  readonly source: string;
  /** The correction before the limit is met. */
  readonly action: string;
}

const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const SECRETS = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html";
const CLASSES = "https://docs.aws.amazon.com/mwaa/latest/userguide/environment-class.html";
const CONCURRENCY = "docs/reference/concurrency.md";

/** DAGs for which AWS made each class of MWAA (environment classes in its user guide). */
const DAGS_OF_CLASS: Readonly<Record<StackConfig["airflow"]["environmentClass"], number>> = {
  "mw1.small": 50,
  "mw1.medium": 250,
  "mw1.large": 1000,
  "mw1.xlarge": 2000,
  "mw1.2xlarge": 4000,
};

const QUOTA = "ask AWS for a higher quota, or give an environment a data account of its own";

/**
 * The limits that workflows meet, the nearest first. Quotas are AWS's defaults; an account may have higher ones.
 *
 * @param day the first day of the week in which runs are counted, `YYYY-MM-DD`.
 */
export function limitRows(
  workflows: readonly CompiledWorkflow[],
  { airflow, inCluster }: StackConfig,
  day: string,
): LimitRow[] {
  const roles = workflows.flatMap(({ role }) => role ?? []);
  const attached = roles.map(
    ({ managedPolicies, attachedPolicyArns }) => Object.keys(managedPolicies).length + attachedPolicyArns.length,
  );
  const secrets = workflows.flatMap((workflow) => workflow.secrets).length;
  const { environmentClass } = airflow;
  const tasksAtOnce = concurrency(airflow, inCluster.quota.pods).tasks;
  const rows: LimitRow[] = [
    { what: "roles in the data account", used: roles.length, grows: true, limit: 1000, source: IAM, action: QUOTA },
    {
      what: "managed policies in the data account",
      used: roles.flatMap(({ managedPolicies }) => Object.keys(managedPolicies)).length,
      grows: true,
      limit: 1500,
      source: IAM,
      action: QUOTA,
    },
    {
      what: "characters of the largest inline policy",
      used: most(roles.map(({ inlinePolicy }) => policyText(inlinePolicy).length)),
      grows: false,
      limit: INLINE_LIMIT,
      source: IAM,
      action: "nothing: the rest goes into managed policies",
    },
    {
      what: "managed policies of one role",
      used: most(attached),
      grows: false,
      limit: ATTACHED_LIMIT,
      source: IAM,
      action: "name fewer paths, or use wildcards",
    },
    { what: "secrets in a region", used: secrets, grows: true, limit: 500_000, source: SECRETS, action: QUOTA },
    {
      what: "reads of secrets in a second, if each is read every five minutes",
      used: Math.ceil(secrets / (SECRET_REFRESH_MINUTES * 60)),
      grows: true,
      limit: 10_000,
      source: SECRETS,
      action: "read secrets less often (refreshInterval)",
    },
    {
      what: `DAGs in an environment of class ${environmentClass}`,
      used: workflows.length,
      grows: true,
      limit: DAGS_OF_CLASS[environmentClass],
      source: CLASSES,
      action:
        "choose a larger airflow.environmentClass; beyond mw1.2xlarge, a second environment for some of the projects",
    },
    {
      what: "tasks that the busiest minute of a week starts",
      used: busiestMinute(workflows, day),
      grows: true,
      limit: tasksAtOnce,
      source: CONCURRENCY,
      action: "nothing fails, tasks wait: spread schedules, or raise airflow.maxWorkers and inCluster.quota",
    },
  ];
  return rows.sort((a, b) => factor(a) - factor(b));
}

/** How many times as many workflows the limit allows: infinite if it does not grow with them. */
export function factor({ used, grows, limit }: LimitRow): number {
  return grows && used > 0 ? limit / used : Infinity;
}

/** The use by so many times as many workflows. */
export function usedBy({ used, grows }: LimitRow, times: number): number {
  return grows ? used * times : used;
}

function most(numbers: readonly number[]): number {
  return numbers.reduce((largest, number) => Math.max(largest, number), 0);
}
