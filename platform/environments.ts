/** The environments, each with a stack and a folder of manifests. */
export const ENVIRONMENTS = ["development", "test", "production"] as const;

/** Name of the Pulumi project, and name space of its keys in `Pulumi.<stack>.yaml`. */
export const PROJECT = "analytical-platform-airflow";
