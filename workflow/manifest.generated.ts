// Generated from manifests/workflow.schema.json by npm run generate. Do not edit.

/**
 * When the workflow runs: a five-field cron expression or a preset (@daily), an interval, or datasets. Default: only when triggered.
 */
export type Schedule =
  | string
  | {
      /**
       * Seconds from one run to the next, at least 60: a run starts a pod, which takes most of a minute.
       */
      seconds?: number;
      /**
       * Run every so many minutes.
       */
      minutes?: number;
      /**
       * Run every so many hours.
       */
      hours?: number;
      /**
       * Run when all of these datasets have been updated.
       *
       * @minItems 1
       *
       * Items: Dataset URI: a scheme in lower-case letters, a colon, and no spaces.
       */
      datasets?: [string, ...string[]];
    }
  | null;
/**
 * Environment variables of the container: name to text. Values arrive as written here. Text between `{{` and `}}` is replaced at run time with a fact of the run, a date or a parameter, and nothing else.
 */
export type EnvironmentVariables = {
  [k: string]: string | number | boolean;
} | null;
/**
 * Parameters that people can change when they trigger the workflow. Each also reaches the container as `PARAM_<NAME>`.
 */
export type Params = {
  [k: string]: string | number | boolean | null;
} | null;
/**
 * Tasks by name. Default: one task, `main`.
 */
export type Tasks = {
  [k: string]: Task;
} | null;
/**
 * One task: a pod of the workflow's image, or of the image that the task names.
 */
export type Task = {
  /**
   * Arguments of the program. Replaces the image's own (`CMD`).
   *
   * @maxItems 500
   */
  args?: (string | number | boolean)[] | null;
  /**
   * Program of the container, and its first arguments. Replaces the image's entry point (`ENTRYPOINT`).
   *
   * @maxItems 500
   */
  command?: (string | number | boolean)[] | null;
  /**
   * CPU, memory and capacity that the task is guaranteed. Default: the DAG's.
   */
  compute_profile?:
    | "general-spot-1vcpu-4gb"
    | "general-spot-2vcpu-8gb"
    | "general-spot-4vcpu-16gb"
    | "general-spot-8vcpu-32gb"
    | "general-spot-16vcpu-64gb"
    | "general-spot-32vcpu-128gb"
    | "general-spot-64vcpu-256gb"
    | "general-spot-120vcpu-500gb"
    | "general-spot-128vcpu-512gb"
    | "general-on-demand-1vcpu-4gb"
    | "general-on-demand-2vcpu-8gb"
    | "general-on-demand-4vcpu-16gb"
    | "general-on-demand-8vcpu-32gb"
    | "general-on-demand-16vcpu-64gb"
    | "general-on-demand-32vcpu-128gb"
    | "general-on-demand-64vcpu-256gb"
    | "general-on-demand-120vcpu-500gb"
    | "general-on-demand-128vcpu-512gb"
    | "gpu-spot-1vcpu-4gb"
    | "gpu-spot-2vcpu-8gb"
    | "gpu-spot-4vcpu-16gb"
    | "gpu-spot-8vcpu-32gb"
    | "gpu-spot-16vcpu-64gb"
    | "gpu-spot-32vcpu-128gb"
    | "gpu-spot-64vcpu-256gb"
    | "gpu-spot-120vcpu-500gb"
    | "gpu-spot-128vcpu-512gb"
    | "gpu-on-demand-1vcpu-4gb"
    | "gpu-on-demand-2vcpu-8gb"
    | "gpu-on-demand-4vcpu-16gb"
    | "gpu-on-demand-8vcpu-32gb"
    | "gpu-on-demand-16vcpu-64gb"
    | "gpu-on-demand-32vcpu-128gb"
    | "gpu-on-demand-64vcpu-256gb"
    | "gpu-on-demand-120vcpu-500gb"
    | "gpu-on-demand-128vcpu-512gb"
    | "cpu-spot-1vcpu-4gb"
    | "cpu-spot-2vcpu-8gb"
    | "cpu-spot-4vcpu-16gb"
    | "cpu-spot-8vcpu-32gb"
    | "cpu-spot-16vcpu-64gb"
    | "cpu-spot-32vcpu-128gb"
    | "cpu-spot-64vcpu-256gb"
    | "cpu-spot-120vcpu-500gb"
    | "cpu-spot-128vcpu-512gb"
    | "cpu-on-demand-1vcpu-4gb"
    | "cpu-on-demand-2vcpu-8gb"
    | "cpu-on-demand-4vcpu-16gb"
    | "cpu-on-demand-8vcpu-32gb"
    | "cpu-on-demand-16vcpu-64gb"
    | "cpu-on-demand-32vcpu-128gb"
    | "cpu-on-demand-64vcpu-256gb"
    | "cpu-on-demand-120vcpu-500gb"
    | "cpu-on-demand-128vcpu-512gb"
    | null;
  /**
   * Tasks that must succeed first, unless `trigger_rule` says otherwise.
   */
  dependencies?: string[] | null;
  env_vars?: EnvironmentVariables1;
  /**
   * Networking for HMCTS SDP: bandwidth limits and host names; needs an environment with a Transit Gateway. Default: the DAG's.
   */
  hmcts_sdp_networking?: boolean | null;
  /**
   * Datasets that the task reads.
   */
  inlets?: string[] | null;
  /**
   * Datasets that the task updates.
   */
  outlets?: string[] | null;
  /**
   * GitHub repository of the task's release. Default: the DAG's. Write `tag` beside it.
   */
  repository?: string | null;
  /**
   * How often Airflow retries the task. Default: the DAG's.
   */
  retries?: number | null;
  /**
   * Seconds that Airflow waits before it retries the task. Default: the DAG's.
   */
  retry_delay?: number | null;
  /**
   * Tag of the task's release, and of its container image. Default: the DAG's.
   */
  tag?: string | null;
  /**
   * Seconds that one try of the task may last, without the start of its pod. After that, Airflow deletes the pod and the try fails. Default: the environment's `taskTimeout`, or no limit.
   */
  timeout?: number | null;
  /**
   * Which results of its dependencies start the task: all succeeded (`all_success`), all ended in any way (`all_done`), one failed (`one_failed`), or another rule of Airflow.
   */
  trigger_rule?:
    | "all_success"
    | "all_done"
    | "all_failed"
    | "one_success"
    | "one_failed"
    | "one_done"
    | "none_failed"
    | "none_failed_min_one_success"
    | "none_skipped"
    | "all_skipped"
    | null;
  /**
   * Condition under which the task runs. Otherwise Airflow skips it. Write one of `is` and `is_not`.
   */
  when?: {
    /**
     * The text to compare, usually a template such as `{{ results.check.changed }}`.
     */
    value: string | number | boolean;
    /**
     * The task runs if the value is this text.
     */
    is?: string | number | boolean;
    /**
     * The task runs if the value is not this text.
     */
    is_not?: string | number | boolean;
  } | null;
} | null;
/**
 * Environment variables of the container: name to text. Values arrive as written here. Text between `{{` and `}}` is replaced at run time with a fact of the run, a date or a parameter, and nothing else.
 */
export type EnvironmentVariables1 = {
  [k: string]: string | number | boolean;
} | null;
/**
 * Permissions of the workflow's role. Default: read its own secrets.
 */
export type Iam = {
  /**
   * Query with Amazon Athena and read the Glue catalogue (`read`). `write` also changes the workflow's own Glue database, called after its role with `_` for `-`: `airflow_<environment>_<project>_<workflow>`. List other databases under `glue`.
   */
  athena?: "read" | "write" | null;
  /**
   * Use Amazon Bedrock models.
   */
  bedrock?: boolean | null;
  /**
   * ARNs of log groups to read.
   */
  cloudwatch_logs_read_only?: string[] | null;
  /**
   * ARN of a role in another account to run as. No other key may be beside it.
   */
  external_role?: string | null;
  glue?: Glue;
  /**
   * ARNs of KMS keys to encrypt and decrypt with.
   */
  kms?: string[] | null;
  /**
   * Read data that AWS Lake Formation governs.
   */
  lake_formation?: boolean | null;
  /**
   * S3 paths that the workflow must never use, even if another key allows it.
   */
  s3_deny?: string[] | null;
  /**
   * S3 paths to read.
   */
  s3_read_only?: string[] | null;
  /**
   * S3 paths to read and write.
   */
  s3_read_write?: string[] | null;
  /**
   * S3 paths to write without reading.
   */
  s3_write_only?: string[] | null;
  /**
   * Analyse documents with Amazon Textract; needs s3_read_only or s3_read_write.
   */
  textract?: boolean | null;
  /**
   * Secrets of this workflow that its role may update: a list of ids, or `true` for all.
   */
  update_secrets?: boolean | string[] | null;
} | null;
/**
 * Create and run AWS Glue jobs as the workflow's role. `true` covers jobs called after the role: `airflow-<environment>-<project>-<workflow>`, or that and `_` before anything else. A map adds jobs and databases by name.
 */
export type Glue =
  | boolean
  | {
      /**
       * `true` for the workflow's own jobs; a list adds other jobs by name. Starting or changing another job can act as that job's role.
       */
      jobs?: boolean | string[] | null;
      /**
       * Names of Glue databases that the workflow may create and change, with their tables, partitions and functions. Without `jobs` it may run no Glue jobs.
       */
      databases?: string[] | null;
    }
  | null;
/**
 * Notifications about the workflow's runs.
 */
export type Notifications = {
  /**
   * Email addresses that get a message about each failure, in the domains of the configuration (workflows.emailDomains).
   */
  emails?: string[] | null;
  /**
   * Slack channel, one word of at most 80 characters. Invite the Analytical Platform app to it.
   */
  slack_channel?: string | null;
  /**
   * Events that the Slack channel gets a message about.
   */
  slack_events?: ("failure" | "success")[] | null;
} | null;

/**
 * A workflow of Analytical Platform Airflow: manifests/<environment>/<project>/<workflow>/workflow.yml.
 */
export interface WorkflowManifest {
  dag: Dag;
  iam?: Iam;
  /**
   * GitHub user names of the people who maintain the workflow. They can set its secrets.
   *
   * @minItems 1
   *
   * Items: GitHub user name, without @.
   */
  maintainers: [string, ...string[]];
  notifications?: Notifications;
  /**
   * Names of secrets. Each is a secret in Secrets Manager, and reaches the container as `SECRET_<ID>`.
   */
  secrets?: string[] | null;
  tags: ManifestTags;
}
/**
 * The tasks, and when they run.
 */
export interface Dag {
  /**
   * GitHub repository of the release, as organisation/name without .git; the configuration lists the organisations (workflows.organisations).
   */
  repository: string;
  /**
   * Tag of the release, and of its container image. Put a tag that looks like a number in quotes.
   */
  tag: string;
  /**
   * Run the intervals missed since start_date.
   */
  catchup?: boolean | null;
  /**
   * Allow `catchup` with more than 1,000 runs a year, or 10,000 runs at once.
   */
  large_catchup?: boolean | null;
  /**
   * A task waits until it has succeeded in the run before.
   */
  depends_on_past?: boolean | null;
  /**
   * The DAG starts paused.
   */
  is_paused_upon_creation?: boolean | null;
  /**
   * Largest number of runs of the workflow at once.
   */
  max_active_runs?: number | null;
  /**
   * Largest number of tasks at once: of a run on Airflow 3, of all runs together on Airflow 2. Default: Airflow's.
   */
  max_active_tasks?: number | null;
  /**
   * How often Airflow retries a failed task.
   */
  retries?: number | null;
  /**
   * Seconds that Airflow waits before a retry.
   */
  retry_delay?: number | null;
  /**
   * Seconds that a run may last. After that, Airflow fails the run and stops its tasks. Default: no limit.
   */
  timeout?: number | null;
  /**
   * First day of the schedule, YYYY-MM-DD, UTC.
   */
  start_date?: string | null;
  /**
   * Last day of the schedule, YYYY-MM-DD, UTC.
   */
  end_date?: string | null;
  schedule?: Schedule;
  env_vars?: EnvironmentVariables;
  params?: Params;
  /**
   * CPU, memory and capacity that each task is guaranteed.
   */
  compute_profile?:
    | "general-spot-1vcpu-4gb"
    | "general-spot-2vcpu-8gb"
    | "general-spot-4vcpu-16gb"
    | "general-spot-8vcpu-32gb"
    | "general-spot-16vcpu-64gb"
    | "general-spot-32vcpu-128gb"
    | "general-spot-64vcpu-256gb"
    | "general-spot-120vcpu-500gb"
    | "general-spot-128vcpu-512gb"
    | "general-on-demand-1vcpu-4gb"
    | "general-on-demand-2vcpu-8gb"
    | "general-on-demand-4vcpu-16gb"
    | "general-on-demand-8vcpu-32gb"
    | "general-on-demand-16vcpu-64gb"
    | "general-on-demand-32vcpu-128gb"
    | "general-on-demand-64vcpu-256gb"
    | "general-on-demand-120vcpu-500gb"
    | "general-on-demand-128vcpu-512gb"
    | "gpu-spot-1vcpu-4gb"
    | "gpu-spot-2vcpu-8gb"
    | "gpu-spot-4vcpu-16gb"
    | "gpu-spot-8vcpu-32gb"
    | "gpu-spot-16vcpu-64gb"
    | "gpu-spot-32vcpu-128gb"
    | "gpu-spot-64vcpu-256gb"
    | "gpu-spot-120vcpu-500gb"
    | "gpu-spot-128vcpu-512gb"
    | "gpu-on-demand-1vcpu-4gb"
    | "gpu-on-demand-2vcpu-8gb"
    | "gpu-on-demand-4vcpu-16gb"
    | "gpu-on-demand-8vcpu-32gb"
    | "gpu-on-demand-16vcpu-64gb"
    | "gpu-on-demand-32vcpu-128gb"
    | "gpu-on-demand-64vcpu-256gb"
    | "gpu-on-demand-120vcpu-500gb"
    | "gpu-on-demand-128vcpu-512gb"
    | "cpu-spot-1vcpu-4gb"
    | "cpu-spot-2vcpu-8gb"
    | "cpu-spot-4vcpu-16gb"
    | "cpu-spot-8vcpu-32gb"
    | "cpu-spot-16vcpu-64gb"
    | "cpu-spot-32vcpu-128gb"
    | "cpu-spot-64vcpu-256gb"
    | "cpu-spot-120vcpu-500gb"
    | "cpu-spot-128vcpu-512gb"
    | "cpu-on-demand-1vcpu-4gb"
    | "cpu-on-demand-2vcpu-8gb"
    | "cpu-on-demand-4vcpu-16gb"
    | "cpu-on-demand-8vcpu-32gb"
    | "cpu-on-demand-16vcpu-64gb"
    | "cpu-on-demand-32vcpu-128gb"
    | "cpu-on-demand-64vcpu-256gb"
    | "cpu-on-demand-120vcpu-500gb"
    | "cpu-on-demand-128vcpu-512gb"
    | null;
  /**
   * Networking for HMCTS SDP: bandwidth limits and host names; needs an environment with a Transit Gateway.
   */
  hmcts_sdp_networking?: boolean | null;
  /**
   * Datasets that the workflow reads, if it has no `tasks`.
   */
  inlets?: string[] | null;
  /**
   * Datasets that the workflow updates, if it has no `tasks`.
   */
  outlets?: string[] | null;
  tasks?: Tasks;
  /**
   * The DAG is the dag.py beside the manifest. Not available: `npm run convert` turns such a DAG into a manifest.
   */
  python_dag?: boolean | null;
}
/**
 * Business unit and team that own the workflow.
 */
export interface ManifestTags {
  /**
   * Business unit that owns the workflow.
   */
  business_unit:
    "Central Digital" | "CICA" | "HMCTS" | "HMPPS" | "HQ" | "LAA" | "OPG" | "Platforms" | "Technology Services";
  /**
   * Address of the owning team, ending @justice.gov.uk; before that only what a tag of AWS takes: letters, digits and _ . : / = + -.
   */
  owner: string;
}
