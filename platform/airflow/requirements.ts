import type { AirflowConfig } from "../config/stack.generated";

/** Python of each Airflow version on MWAA (AWS, "Apache Airflow versions on Amazon MWAA"). */
const PYTHON: Readonly<Record<AirflowConfig["version"], string>> = {
  "2.10.3": "3.11",
  "2.11.0": "3.12",
  "3.0.6": "3.12",
};

/**
 * Packages that the shared package imports beyond Airflow itself. The constraints choose their versions. MWAA's images
 * contain the AWS CLI, which the kubeconfig calls (awscli-2 in the bills of materials of
 * github.com/aws/amazon-mwaa-docker-images); PyPI's `awscli` would contradict the constraints.
 */
const PROVIDERS = ["amazon", "cncf-kubernetes", "slack"];

/** Text of `requirements.txt`: Airflow's own constraints for the version, so that no requirement can break Airflow. */
export function requirements(version: AirflowConfig["version"]): string {
  const constraints = `https://raw.githubusercontent.com/apache/airflow/constraints-${version}/constraints-${PYTHON[version]}.txt`;
  return [
    `--constraint "${constraints}"`,
    ...PROVIDERS.map((provider) => `apache-airflow-providers-${provider}`),
    "",
  ].join("\n");
}
