import type { AlarmRow } from "./alarm";
import { AIRFLOW_ALARMS } from "./alarms/airflow";
import { CLUSTER_ALARMS } from "./alarms/cluster";
import { HEARTBEATS } from "./alarms/heartbeat";
import { NETWORK_ALARMS } from "./alarms/network";
import { SECURITY_ALARMS } from "./alarms/security";

/** Every alarm of an environment. */
export const ALARMS: readonly AlarmRow[] = [
  ...AIRFLOW_ALARMS,
  ...CLUSTER_ALARMS,
  ...NETWORK_ALARMS,
  ...SECURITY_ALARMS,
  ...HEARTBEATS,
];
