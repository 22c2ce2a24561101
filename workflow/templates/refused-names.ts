/** Names that Airflow's templates have but this platform refuses, and what to do instead. */
const REASONS: readonly (readonly [names: RegExp, reason: string])[] = [
  [
    /^(conn|var|conf)(\.|\[|$)/,
    "cannot be read in a template: connections, variables and settings of Airflow belong to the platform; write secrets under `secrets`, and other values under dag.env_vars or dag.params",
  ],
  [
    /^dag_run\.conf(\.|\[|$)/,
    "cannot be read in a template; declare a parameter under dag.params and write params.<name>",
  ],
  [
    /^(ti|task_instance)\.xcom_/,
    "cannot be used in a template; write results.<task>.<field> for a field of a task's result, and pass other data through S3 or a database",
  ],
  [
    /^macros(\.|\[|$)/,
    "cannot be used in a template; the macros are macros.timedelta(…), macros.ds_add(ds, …) and macros.ds_format(ds, '%Y-%m-%d', …)",
  ],
];

/** The reason why a name of Airflow's templates is refused; undefined if the name is not refused. */
export function reasonFor(name: string): string | undefined {
  const reason = REASONS.find(([names]) => names.test(name))?.[1];
  return reason === undefined ? undefined : `${name} ${reason}`;
}
