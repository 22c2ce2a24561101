import manifestSchema from "../manifests/workflow.schema.json";

import type { SlackEvent, TriggerRule } from "./compiled";

const { Dag, Notifications, Task } = manifestSchema.$defs;
const dag = Dag.properties;

/** The values of absent keys, read from each key's `default` in the manifest's schema. */
export const DEFAULTS = {
  catchup: dag.catchup.default,
  compute_profile: dag.compute_profile.default,
  depends_on_past: dag.depends_on_past.default,
  hmcts_sdp_networking: dag.hmcts_sdp_networking.default,
  large_catchup: dag.large_catchup.default,
  is_paused_upon_creation: dag.is_paused_upon_creation.default,
  max_active_runs: dag.max_active_runs.default,
  retries: dag.retries.default,
  retry_delay: dag.retry_delay.default,
  trigger_rule: Task.properties.trigger_rule.default as TriggerRule,
  /** `YYYY-MM-DD`. */
  start_date: dag.start_date.default,
  slack_events: Notifications.properties.slack_events.default as readonly SlackEvent[],
} as const;
