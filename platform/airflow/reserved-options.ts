/**
 * Options that MWAA sets itself, so that ours would have no effect: AWS's images set them last
 * (github.com/aws/amazon-mwaa-docker-images, `python/mwaa/config/airflow.py` of 2.10 and 3.0, November 2026).
 */
const RESERVED_OPTIONS: ReadonlySet<string> = new Set([
  "api.auth_backends",
  "api.secret_key",
  "api_auth.jwt_algorithm",
  "api_auth.jwt_secret",
  "celery.broker_url",
  "celery.celery_config_options",
  "celery.result_backend",
  "celery.worker_enable_remote_control",
  "celery_broker_transport_options.visibility_timeout",
  "core.auth_manager",
  "core.execution_api_server_url",
  "core.executor",
  "core.fernet_key",
  "core.load_examples",
  "database.sql_alchemy_conn",
  "execution_api.jwt_expiration_time",
  "fab.config_file",
  "logging.colored_console_log",
  "logging.logging_config_class",
  "operators.default_queue",
  "scheduler.standalone_dag_processor",
  "webserver.config_file",
  "webserver.secret_key",
]);

/** Options of metrics that MWAA leaves to its users. MWAA sends the metrics to CloudWatch. */
const METRICS_OPTIONS: ReadonlySet<string> = new Set([
  "metrics.metrics_allow_list",
  "metrics.metrics_block_list",
  "metrics.statsd_on",
]);

/** Whether MWAA overrules any value of this option. */
export function isReserved(option: string): boolean {
  return RESERVED_OPTIONS.has(option) || (option.startsWith("metrics.") && !METRICS_OPTIONS.has(option));
}
