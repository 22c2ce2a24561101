import type { Finding } from "../../../diagnostics/problem";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";

/** Limits of Airflow, each with a wider one that makes more than it useless (Airflow, "Configuration Reference", core). */
const WITHIN: readonly (readonly [narrow: string, wide: string])[] = [
  ["core.max_active_tasks_per_dag", "core.parallelism"],
  ["core.dag_concurrency", "core.parallelism"],
];

/** Options of concurrency are whole numbers, and none is above a wider one. */
export function concurrencyFindings({ airflow: { configurationOptions: options } }: StackConfig): Finding[] {
  const path = (option: string): string[] => ["airflow", "configurationOptions", option];
  const named = [...new Set([...WITHIN.flat(), "core.max_active_runs_per_dag"])];
  return [
    ...named
      .filter((option) => options[option] !== undefined && !/^[1-9]\d*$/.test(options[option]))
      .map((option) =>
        broken(
          "concurrency",
          path(option),
          `${option} cannot be "${String(options[option])}": write a whole number above 0`,
        ),
      ),
    ...WITHIN.filter(([narrow, wide]) => Number(options[narrow]) > Number(options[wide])).map(([narrow, wide]) =>
      broken(
        "concurrency",
        path(narrow),
        `${narrow} ${String(options[narrow])} is above ${wide} ${String(options[wide])}, which limits all DAGs together: ` +
          `write ${String(options[wide])} or less, or a larger ${wide}`,
      ),
    ),
  ];
}
