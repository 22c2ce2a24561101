import type { EnvironmentValue } from "./templates/value";

/** The plain object that a manifest becomes. It says everything that will exist for one workflow; nothing downstream computes. */

import type { PolicyDocument } from "../platform/iam/policy-document";

/** A scalar that YAML can hold and Airflow keeps typed. */
export type Scalar = string | number | boolean | null;

/** When a DAG runs: `null` for "only when triggered". */
export type Schedule =
  | null
  | string
  | { readonly seconds: number }
  | { readonly minutes: number }
  | { readonly hours: number }
  | { readonly datasets: readonly string[] };

/** An event of a run that Slack hears of. */
export type SlackEvent = "failure" | "success";

/** One task: a pod of the workflow's image. */
export interface CompiledTask {
  readonly compute_profile: string;
  /** What this task adds to, or overrides in, the DAG's `env_vars`. */
  readonly env_vars: Readonly<Record<string, EnvironmentValue>>;
  readonly dependencies: readonly string[];
  readonly inlets: readonly string[];
  readonly outlets: readonly string[];
  readonly hmcts_sdp_networking: boolean;
}

/** Host names that a pod resolves without DNS. */
export interface HostAlias {
  readonly ip: string;
  readonly hostnames: readonly string[];
}

/**
 * The keyword arguments of `analytical_platform_airflow.workflow`, in the order in which the DAG object writes them.
 * Names are Airflow's and the manifest's, hence snake_case.
 */
export interface DagData {
  /** Path of the manifest in the repository: what an import error names. */
  readonly manifest: string;
  /** `<project>.<workflow>`. */
  readonly dag_id: string;
  readonly environment: string;
  /** Project as it stands in derived names (its alias where it has one). */
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
  readonly depends_on_past: boolean;
  readonly retries: number;
  /** Seconds. */
  readonly retry_delay: number;
  readonly params: Readonly<Record<string, Scalar>>;
  readonly image: string;
  readonly namespace: string;
  readonly service_account_name: string;
  /** Labels of every pod of the workflow, apart from the compute profile's. */
  readonly labels: Readonly<Record<string, string>>;
  /** Environment of every task: platform defaults, then the manifest's `dag.env_vars`, then `PARAM_*`. */
  readonly env_vars: Readonly<Record<string, EnvironmentValue>>;
  /** Kubernetes Secret that `secrets` refers to. */
  readonly secret_name: string;
  /** Environment variable to key of the Secret. */
  readonly secrets: Readonly<Record<string, string>>;
  /** CloudWatch log group that holds what the pods print. */
  readonly logs: { readonly region: string; readonly group: string };
  readonly host_aliases: readonly HostAlias[];
  readonly tasks: Readonly<Record<string, CompiledTask>>;
  readonly notifications: {
    readonly emails: readonly string[];
    readonly slack_channel: string | null;
    readonly slack_events: readonly SlackEvent[];
  };
  /** Role of Airflow's interface that may start and change the DAG; `null` for the roles that may change all DAGs. */
  readonly interface_role: string | null;
}

/** The role of a workflow in the data account. */
export interface CompiledRole {
  /** `airflow-<environment>-<project>-<workflow>`. */
  readonly name: string;
  readonly arn: string;
  /** Trust policy; `${oidcIssuer}` stands for the cluster's OIDC issuer without `https://`, known only once the cluster is. */
  readonly trustPolicy: PolicyDocument;
  /** Inline policy. */
  readonly inlinePolicy: PolicyDocument;
  /** Policies beyond what one role holds inline, by name; empty for nearly all. */
  readonly managedPolicies: Readonly<Record<string, PolicyDocument>>;
  /** Platform policies that configuration attaches. */
  readonly attachedPolicyArns: readonly string[];
  readonly permissionsBoundaryArn: string | null;
  /** Longest session, in seconds. */
  readonly maxSessionDuration: number;
}

/** A setting for stacks that migrate that a workflow uses. */
export interface Leaning {
  /** Key below `workflows` in the stack's configuration. */
  readonly setting:
    | "compatibility.glueJobs"
    | "compatibility.glueDatabases"
    | "compatibility.workGroups"
    | "compatibility.queryResults"
    | "compatibility.pythonValues"
    | "wholeBucketListing";
  /** Names of the jobs, databases, work groups or buckets that the setting adds, or of the variables that it respells; a closing `*` stands for any ending. */
  readonly names: readonly string[];
}

/** One secret in Secrets Manager. */
export interface CompiledSecret {
  readonly id: string;
  /** `/airflow/<environment>/<project>/<workflow>/<id>`. */
  readonly name: string;
  /** Environment variable that holds it in the container. */
  readonly environmentVariable: string;
  /** Resource policy: maintainers, in this account only. */
  readonly resourcePolicy: PolicyDocument;
}

/** Everything that will exist for one workflow. */
export interface CompiledWorkflow {
  /** `<project>/<workflow>` as in the path: the identity. */
  readonly id: string;
  readonly environment: string;
  readonly project: string;
  readonly workflow: string;
  readonly manifest: string;
  readonly maintainers: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly scheduleInWords: string;
  readonly dag: DagData;
  /** Key of the DAG object in the environment's bucket. */
  readonly dagObjectKey: string;
  /** Python source of the DAG object. */
  readonly dagObject: string;
  /** Absent where the manifest names a role elsewhere. */
  readonly role: CompiledRole | null;
  /** Settings for stacks that migrate that widen the role; empty for a workflow with the narrow grants. */
  readonly leansOn: readonly Leaning[];
  readonly secrets: readonly CompiledSecret[];
  readonly serviceAccount: {
    readonly name: string;
    readonly namespace: string;
    readonly roleArn: string;
    readonly labels: Readonly<Record<string, string>>;
  };
}
