import type { Release } from "./image";
import type { Task } from "./manifest.generated";
import type { EnvironmentValue } from "./templates/value";

/** The result of compiling a manifest: plain data on everything that the platform creates for one workflow. */

import type { PolicyDocument } from "../platform/iam/policy-document";

/** A scalar of YAML. Airflow keeps its type. */
export type Scalar = string | number | boolean | null;

/** The schedule of a DAG; `null` if it runs only when triggered. */
export type Schedule =
  | null
  | string
  | { readonly seconds: number }
  | { readonly minutes: number }
  | { readonly hours: number }
  | { readonly datasets: readonly string[] };

/** An event of a run that Airflow can announce in Slack. */
export type SlackEvent = "failure" | "success";

/** The condition on the results of its dependencies under which a task starts: Airflow's trigger rules. */
export type TriggerRule = NonNullable<NonNullable<Task>["trigger_rule"]>;

/** A comparison of two texts, made before the task starts. Exactly one of `is` and `is_not` is present. */
export interface Condition {
  readonly value: EnvironmentValue;
  readonly is?: string;
  readonly is_not?: string;
}

/** One task: a pod. The DAG or the image gives the value of an absent key. */
export interface CompiledTask {
  readonly image?: string;
  /** Replaces the image's entry point. */
  readonly command?: readonly EnvironmentValue[];
  /** Replaces the image's arguments. */
  readonly args?: readonly EnvironmentValue[];
  readonly retries?: number;
  /** Seconds. */
  readonly retry_delay?: number;
  /** Seconds that one try may last, without the start of its pod. */
  readonly timeout?: number;
  readonly trigger_rule?: TriggerRule;
  /** The task is skipped unless the condition holds. */
  readonly when?: Condition;
  /** Fields of the task's result that other tasks use. */
  readonly results?: readonly string[];
  readonly compute_profile: string;
  /** The task's own variables. Each adds to the DAG's `env_vars`, or overrides one. */
  readonly env_vars: Readonly<Record<string, EnvironmentValue>>;
  readonly dependencies: readonly string[];
  readonly inlets: readonly string[];
  readonly outlets: readonly string[];
  readonly hmcts_sdp_networking: boolean;
}

/** Host names that a pod resolves without DNS, and their address. */
export interface HostAlias {
  readonly ip: string;
  readonly hostnames: readonly string[];
}

/**
 * The keyword arguments of `analytical_platform_airflow.workflow`, in the order in which the DAG object writes them.
 * The names are those of Airflow and the manifest, in snake_case.
 */
export interface DagData {
  /** Path of the manifest in the repository; import errors name it. */
  readonly manifest: string;
  /** `<project>.<workflow>`. */
  readonly dag_id: string;
  readonly environment: string;
  /** The project in derived names: its alias if it has one, otherwise its folder's name. */
  readonly project: string;
  readonly workflow: string;
  readonly owner: string;
  readonly tags: readonly string[];
  /** Markdown shown on the DAG's page. */
  readonly doc_md: string;
  readonly schedule: Schedule;
  /** `YYYY-MM-DD`. */
  readonly start_date: string;
  readonly end_date: string | null;
  readonly catchup: boolean;
  readonly is_paused_upon_creation: boolean;
  readonly max_active_runs: number;
  /** Largest number of tasks at once. `null`: Airflow's own limit. */
  readonly max_active_tasks: number | null;
  readonly depends_on_past: boolean;
  readonly retries: number;
  /** Seconds. */
  readonly retry_delay: number;
  /** Seconds that a run may last. `null`: no limit. */
  readonly timeout: number | null;
  /** Seconds that one try of a task without a timeout may last. `null`: no limit. */
  readonly task_timeout: number | null;
  readonly params: Readonly<Record<string, Scalar>>;
  readonly image: string;
  readonly namespace: string;
  readonly service_account_name: string;
  /** Labels of every pod of the workflow, without those of the compute profile. */
  readonly labels: Readonly<Record<string, string>>;
  /**
   * Environment variables of every task: the platform's defaults, then the manifest's `dag.env_vars`, then `PARAM_*`.
   */
  readonly env_vars: Readonly<Record<string, EnvironmentValue>>;
  /** Name of the Kubernetes Secret that holds the keys in `secrets`. */
  readonly secret_name: string;
  /** Key in the Kubernetes Secret, by the name of its environment variable. */
  readonly secrets: Readonly<Record<string, string>>;
  /** CloudWatch log group with the output of the pods. */
  readonly logs: { readonly region: string; readonly group: string };
  readonly host_aliases: readonly HostAlias[];
  readonly tasks: Readonly<Record<string, CompiledTask>>;
  readonly notifications: {
    readonly emails: readonly string[];
    readonly slack_channel: string | null;
    readonly slack_events: readonly SlackEvent[];
  };
  /**
   * Role in Airflow's interface that may start and change the DAG. If `null`, only roles that may change all DAGs can.
   */
  readonly interface_role: string | null;
}

/** The role of a workflow in the data account. */
export interface CompiledRole {
  /** `airflow-<environment>-<project>-<workflow>`. */
  readonly name: string;
  readonly arn: string;
  /** Trust policy. `${oidcIssuer}` is a placeholder for the cluster's OIDC issuer, without `https://`. */
  readonly trustPolicy: PolicyDocument;
  readonly inlinePolicy: PolicyDocument;
  /** Managed policies by name, for statements beyond the limit of an inline policy; usually empty. */
  readonly managedPolicies: Readonly<Record<string, PolicyDocument>>;
  /** ARNs of the policies that `workflows.namedPolicies` attaches. */
  readonly attachedPolicyArns: readonly string[];
  readonly permissionsBoundaryArn: string | null;
  /** Longest session, in seconds. */
  readonly maxSessionDuration: number;
}

/** A setting for migration that gives a workflow more than the defaults do. */
export interface SettingUse {
  /** Key below `workflows` in the stack's configuration. */
  readonly setting:
    | "compatibility.glueJobs"
    | "compatibility.glueDatabases"
    | "compatibility.workGroups"
    | "compatibility.queryResults"
    | "compatibility.pythonValues"
    | "compatibility.athenaBuckets"
    | "compatibility.catalogues"
    | "compatibility.allRegions"
    | "compatibility.bedrockRegions"
    | "compatibility.glueServices"
    | "compatibility.bucketListing"
    | "compatibility.objectAcls"
    | "compatibility.writeOnlyPaths"
    | "compatibility.egress"
    | "compatibility.trustedIssuers"
    | "wholeBucketListing";
  /**
   * Names of the jobs, databases, work groups or buckets that the setting adds, or of the variables whose text it
   * changes. A `*` at the end matches any ending.
   */
  readonly names: readonly string[];
}

/** A connection that the workflow's pods may make besides those of every workflow. */
export interface CompiledEgress {
  readonly cidrBlock: string;
  /** TCP. */
  readonly ports: readonly number[];
}

/** One secret in Secrets Manager. */
export interface CompiledSecret {
  readonly id: string;
  /** `/airflow/<environment>/<project>/<workflow>/<id>`. */
  readonly name: string;
  /** Name of the container's environment variable with the secret's value. */
  readonly environmentVariable: string;
  /** Resource policy, which lets the maintainers in, from the same account only. */
  readonly resourcePolicy: PolicyDocument;
}

/** Everything that the platform creates for one workflow. */
export interface CompiledWorkflow {
  /** `<project>/<workflow>`, as in the path. Unique in an environment. */
  readonly id: string;
  readonly environment: string;
  readonly project: string;
  readonly workflow: string;
  readonly manifest: string;
  /** The release that the DAG runs; a task may have its own image. */
  readonly release: Release;
  readonly maintainers: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly scheduleInWords: string;
  readonly dag: DagData;
  /** Key of the DAG object in the environment's bucket. */
  readonly dagObjectKey: string;
  /** Python source of the DAG object. */
  readonly dagObject: string;
  /** `null` if the manifest names an `external_role`. */
  readonly role: CompiledRole | null;
  /** The settings for migration that widen the role; empty if the role has only the default grants. */
  readonly settingsUsed: readonly SettingUse[];
  /** Connections that `compatibility.egress` adds; nearly always empty. */
  readonly egress: readonly CompiledEgress[];
  readonly secrets: readonly CompiledSecret[];
  readonly serviceAccount: {
    readonly name: string;
    readonly namespace: string;
    readonly roleArn: string;
    readonly labels: Readonly<Record<string, string>>;
  };
}
