import type { Values } from "../../support/metric-maths";

/** Values of each period, oldest first: of the one metric, of an expression's metrics, or a log's lines. */
export type Recorded = readonly (number | undefined | Values | readonly string[])[];

/** A series in which an alarm must be on at its end, and one in which it must not. */
export interface Example {
  readonly fires: Recorded;
  readonly quiet: Recorded;
}

function times<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}

const WEBHOOK =
  'W1128 06:12:44.120913      11 dispatcher.go:217] Failed calling webhook, failing closed validation.gatekeeper.sh: failed calling webhook "validation.gatekeeper.sh": failed to call webhook: Post "https://gatekeeper-webhook-service.gatekeeper-system.svc:443/v1/admit?timeout=3s": no endpoints available for service "gatekeeper-webhook-service"';
const ANOTHER_WEBHOOK = WEBHOOK.replace("validation.gatekeeper.sh:", "check-ignore-label.gatekeeper.sh:");
const FULL =
  "I1128 06:12:44.120913       1 orchestrator.go:434] Skipping node group eks-general-spot-xlarge-1cc8 - max size reached";
const NOT_READY =
  "W1128 06:12:44.120913       1 orchestrator.go:411] Node group eks-general-spot-xlarge-1cc8 is not ready for scaleup - backoff";
const NOT_SYNCED =
  '{"level":"error","ts":1795846364.12,"msg":"Reconciler error","controller":"externalsecret","controllerGroup":"external-secrets.io","controllerKind":"ExternalSecret","ExternalSecret":{"name":"examples-secrets","namespace":"mwaa"},"error":"error processing spec.data[0] (key: /airflow/development/examples/secrets/a), err: AccessDeniedException"}';
const STORE = NOT_SYNCED.replace('"controller":"externalsecret"', '"controller":"secretstore"').replaceAll(
  "ExternalSecret",
  "SecretStore",
);

const CLEANED =
  "[2026-11-28T06:10:04.120+0000] {scheduler_job_runner.py:801} INFO - TaskInstance Finished: dag_id=orphaned-pods, task_id=delete, run_id=scheduled__2026-11-28T06:00:00+00:00, map_index=-1, run_start_date=2026-11-28 06:10:01, run_end_date=2026-11-28 06:10:03, run_duration=2.1, state=success, executor=CeleryExecutor(parallelism=25), executor_state=success, try_number=1";

/** An example of each alarm on a metric, an expression or a log. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  // Two schedulers count themselves about once a second; MWAA replaces one, and then both are away.
  "scheduler-stopped": {
    fires: [590, 120, undefined, undefined, undefined],
    quiet: [590, undefined, undefined, 44, 580],
  },
  "all-dags-missing": { fires: [225, 0, 0, 0], quiet: [225, 0, 0, 225] },
  "dags-not-imported": { fires: [0, 3, 1, 1], quiet: [225, 225, 0, 0] },
  "tasks-queued": { fires: times(6, 4), quiet: [90, 80, 40, 0, 12, 8] },
  "tasks-failing": {
    fires: [
      { failed: 2, retried: undefined, succeeded: 140 },
      { failed: 20, retried: 35, succeeded: 4 },
      { failed: undefined, retried: 12, succeeded: undefined },
    ],
    quiet: [
      { failed: 20, retried: 35, succeeded: 4 },
      { failed: 30, retried: 20, succeeded: 140 },
    ],
  },
  "orphaned-pods-stay": {
    fires: [[CLEANED], [CLEANED.replace("state=success, executor=", "state=failed, executor=")], []],
    quiet: [[CLEANED], [], [CLEANED]],
  },
  "notifications-fail": {
    fires: [
      { tasks: undefined, runs: undefined },
      { tasks: 1, runs: undefined },
    ],
    quiet: [
      { tasks: 4, runs: 1 },
      { tasks: undefined, runs: undefined },
    ],
  },
  "nodes-not-ready": { fires: [0, 1, 1, 2], quiet: [1, 1, 0] },
  "pods-pending": { fires: times(20, 1), quiet: [...times(12, 40), 0, ...times(7, 3)] },
  "fleet-at-its-limit": { fires: times(3, [NOT_READY, FULL]), quiet: times(3, [NOT_READY]) },
  "api-server-errors": {
    fires: times(3, { errors: 400, requests: 6000 }),
    quiet: times(3, { errors: 60, requests: 60_000 }),
  },
  "webhook-failing": {
    fires: [[WEBHOOK], [], [WEBHOOK, WEBHOOK], [], [WEBHOOK]],
    quiet: [[WEBHOOK], ...times(8, [ANOTHER_WEBHOOK]), [WEBHOOK]],
  },
  "secrets-not-synced": {
    fires: [[NOT_SYNCED], [NOT_SYNCED], [], [NOT_SYNCED], [], [NOT_SYNCED]],
    quiet: [[NOT_SYNCED], [NOT_SYNCED], ...times(4, [STORE])],
  },
  "nat-ports-used-up": { fires: [0, 310, 12], quiet: [310, 0, 0] },
  "transit-gateway-black-hole": { fires: [12, undefined, 900], quiet: [12, undefined, undefined] },
};
