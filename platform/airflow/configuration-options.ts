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
 * A task's message stays in the queue until the task ends: the provider's default, written out so that nobody turns it off.
 * Without it, a full worker reserves as many messages again as it has slots. They wait there while other workers are idle
 * (Celery's user guide, "Reserve one task at a time"; tests/outages/test_outages.py). MWAA's monitor also kills the
 * process of a task whose message is gone (github.com/aws/amazon-mwaa-docker-images, `mwaa/celery/task_monitor.py`).
 */
const ACKNOWLEDGED_AT_THE_END = { "celery.task_acks_late": "True" };

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
    ...ACKNOWLEDGED_AT_THE_END,
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
