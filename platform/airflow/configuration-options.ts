import type { AirflowConfig } from "../config/stack.generated";
import { CONNECTIONS_PREFIX, VARIABLES_PREFIX } from "../names/airflow";
import { concurrency, concurrencyOptions } from "./concurrency";

/**
 * Seconds that the import of one DAG object may take: Airflow's own default, written out so that MWAA cannot change it.
 */
const DAGBAG_IMPORT_TIMEOUT_SECONDS = 30;

/**
 * Options that keep Airflow 2's intervals on Airflow 3. Without them, a run would have no interval before it, and `{{
 * data_interval_start }}`, `{{ ds }}` and `catchup` would change their meaning (Airflow's upgrade guide to 3).
 */
const INTERVALS_OF_AIRFLOW_2 = {
  "scheduler.create_cron_data_intervals": "True",
  "scheduler.create_delta_data_intervals": "True",
};

/**
 * A worker takes a task's message from the queue when it starts the task, not when the task ends. Otherwise SQS delivers the
 * message again after 12 hours, and Airflow 3.0.6 fails the task that still runs (apache/airflow#58441). MWAA builds Celery's
 * settings from the provider's, which read this option (github.com/aws/amazon-mwaa-docker-images, `mwaa/config/celery.py`).
 */
const DELIVERED_ONCE = { "celery.task_acks_late": "False" };

/**
 * Airflow's options by `section.key`: the platform's, then those that the configuration adds or overrides. They contain
 * no secrets, because MWAA shows options in plain text.
 *
 * @param pods Pods that the quota of the workflows' namespace allows.
 */
export function configurationOptions(
  environment: string,
  region: string,
  config: AirflowConfig,
  pods: number,
): Record<string, string> {
  return {
    "core.dagbag_import_timeout": String(DAGBAG_IMPORT_TIMEOUT_SECONDS),
    ...concurrencyOptions(concurrency(config, pods)),
    ...DELIVERED_ONCE,
    "secrets.backend": "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend",
    "secrets.backend_kwargs": JSON.stringify({
      connections_prefix: CONNECTIONS_PREFIX,
      variables_prefix: VARIABLES_PREFIX,
    }),
    ...(config.version.startsWith("3.") ? INTERVALS_OF_AIRFLOW_2 : {}),
    ...smtpOptions(region, config.emailFromAddress),
    "webserver.instance_name": `Analytical Platform Airflow: ${environment}`,
    "webserver.warn_deployment_exposure": "False",
    ...config.configurationOptions,
  };
}

/** Options for sending e-mail through SES. Airflow reads user and password from the connection `smtp_default`. */
function smtpOptions(region: string, fromAddress: string): Record<string, string> {
  return {
    "smtp.smtp_host": `email-smtp.${region}.amazonaws.com`,
    "smtp.smtp_port": "587",
    "smtp.smtp_starttls": "True",
    "smtp.smtp_ssl": "False",
    "smtp.smtp_mail_from": fromAddress,
  };
}
