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
       * Run when all of these datasets were updated.
       *
       * @minItems 1
       *
       * Items: Dataset URI: a scheme in lower-case letters, a colon, and no spaces.
       */
      datasets?: [string, ...string[]];
    }
  | null;
/**
 * Environment variables of the container: name to text. Values arrive as written here; Airflow fills in `{{ … }}` at run time.
 */
export type EnvironmentVariables = {
  [k: string]: string | number | boolean;
} | null;
/**
 * Parameters that can be changed when the workflow is triggered; each also reaches the container as `PARAM_<NAME>`.
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
 * One task: a pod of the workflow's image.
 */
export type Task = {
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
   * Tasks that must succeed first.
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
} | null;
/**
 * Environment variables of the container: name to text. Values arrive as written here; Airflow fills in `{{ … }}` at run time.
 */
export type EnvironmentVariables1 = {
  [k: string]: string | number | boolean;
} | null;
/**
 * What the workflow's role may do. Default: read its own secrets.
 */
export type Iam = {
  /**
   * Query with Amazon Athena (`read`), and create and change tables (`write`).
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
   * ARN of a role in another account to run as; stands alone.
   */
  external_role?: string | null;
  /**
   * Create and run AWS Glue jobs.
   */
  glue?: boolean | null;
  /**
   * ARNs of KMS keys to encrypt and decrypt with.
   */
  kms?: string[] | null;
  /**
   * Read data that AWS Lake Formation governs.
   */
  lake_formation?: boolean | null;
  /**
   * S3 paths that the workflow may never touch, whatever else allows it.
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
 * Who hears of the workflow's runs.
 */
export type Notifications = {
  /**
   * Addresses told of failures, in the domains of the configuration (workflows.emailDomains).
   */
  emails?: string[] | null;
  /**
   * Slack channel, one word of at most 80 characters; invite the Analytical Platform application to it.
   */
  slack_channel?: string | null;
  /**
   * Events that Slack hears of.
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
   * GitHub user names of those who maintain the workflow and may update its secrets.
   *
   * @minItems 1
   *
   * Items: GitHub user name, without @.
   */
  maintainers: [string, ...string[]];
  notifications?: Notifications;
  /**
   * Identifiers of secrets: each is kept in Secrets Manager and reaches the container as `SECRET_<ID>`.
   */
  secrets?: string[] | null;
  tags: ManifestTags;
}
/**
 * What runs, and when.
 */
export interface Dag {
  /**
   * GitHub repository whose release is run, as organisation/name without .git; organisations are those of the configuration (workflows.organisations).
   */
  repository: string;
  /**
   * Tag of the release, and of its container image. Quote one that looks like a number.
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
   * A task waits until it succeeded in the run before.
   */
  depends_on_past?: boolean | null;
  /**
   * The DAG starts paused.
   */
  is_paused_upon_creation?: boolean | null;
  /**
   * Most runs of the workflow at once.
   */
  max_active_runs?: number | null;
  /**
   * Times that a failed task is tried again.
   */
  retries?: number | null;
  /**
   * Seconds between tries.
   */
  retry_delay?: number | null;
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
   * Datasets that the workflow reads, where it has no `tasks`.
   */
  inlets?: string[] | null;
  /**
   * Datasets that the workflow updates, where it has no `tasks`.
   */
  outlets?: string[] | null;
  tasks?: Tasks;
  /**
   * The DAG is the dag.py beside the manifest. Not offered yet.
   */
  python_dag?: boolean | null;
}
/**
 * Who the workflow belongs to.
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
