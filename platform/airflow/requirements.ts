import type { AirflowConfig } from "../config/stack.generated";
import { pinOf, wheelLock } from "./wheel-lock";

/**
 * Packages that the shared package imports beyond Airflow itself. MWAA's images contain the AWS CLI, which the kubeconfig calls
 * (awscli-2 in the bills of materials of github.com/aws/amazon-mwaa-docker-images); PyPI's `awscli` would contradict Airflow's
 * constraints.
 */
export const PROVIDERS: readonly string[] = ["amazon", "cncf-kubernetes", "slack"].map(
  (provider) => `apache-airflow-providers-${provider}`,
);

/** Where MWAA unpacks `plugins.zip` before it installs (AWS, "Managing Python dependencies in requirements.txt"). */
const PLUGINS_FOLDER = "/usr/local/airflow/plugins";

/**
 * Text of `requirements.txt`: each package that MWAA's image lacks, with its version and the hash of its file. pip refuses any
 * other file. With a private web server, which has no way to a package index, the files are those of the archive.
 *
 * The first line counts as a statement on constraints, as AWS's code means it to. Without one, MWAA would force the constraints
 * of its image on versions that are pinned already (`_requirements_has_constraints` in
 * github.com/aws/amazon-mwaa-docker-images, images/airflow/2.11.0/python/mwaa/utils/user_requirements.py).
 */
export function requirements({ version, webserverAccess }: Pick<AirflowConfig, "version" | "webserverAccess">): string {
  return [
    "# No --constraint file: these are the versions of Airflow's own constraints.",
    ...(webserverAccess === "private" ? ["--no-index", `--find-links ${PLUGINS_FOLDER}`] : []),
    "--only-binary :all:",
    "--require-hashes",
    ...wheelLock(version).wheels.map(pinOf),
    "",
  ].join("\n");
}
