import { type AirflowVersion, pythonOf } from "./versions";

/**
 * Packages that the shared package imports beyond Airflow itself. The constraints choose their versions. MWAA's images
 * contain the AWS CLI, which the kubeconfig calls (awscli-2 in the bills of materials of
 * github.com/aws/amazon-mwaa-docker-images); PyPI's `awscli` would contradict the constraints.
 */
const PROVIDERS = ["amazon", "cncf-kubernetes", "slack"];

/** Text of `requirements.txt`: Airflow's own constraints for the version, so that no requirement can break Airflow. */
export function requirements(version: AirflowVersion): string {
  const constraints = `https://raw.githubusercontent.com/apache/airflow/constraints-${version}/constraints-${String(pythonOf(version))}.txt`;
  return [
    `--constraint "${constraints}"`,
    ...PROVIDERS.map((provider) => `apache-airflow-providers-${provider}`),
    "",
  ].join("\n");
}
