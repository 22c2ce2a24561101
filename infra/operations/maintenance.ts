import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { alarmName } from "../../platform/names/operations";
import type { AlarmRow } from "../../platform/operations/alarm";

export interface MaintenanceArgs {
  readonly environment: string;
  readonly rows: readonly AlarmRow[];
  /** Start of MWAA's weekly window, UTC: a day and a time, such as `SUN:01:00`. */
  readonly start: string;
}

/** AWS's maintenance of MWAA begins in the window and takes up to two hours; schedulers may be away for some of them. */
const DURATION = "PT3H";

/** Silences the alarms of the rows that say so during MWAA's weekly maintenance. */
export function silenceMaintenance(args: MaintenanceArgs, opts: pulumi.CustomResourceOptions): void {
  const { environment, rows, start } = args;
  const [day = "", hour = "", minute = ""] = start.split(":");
  const name = alarmName(environment, "maintenance");
  new aws.cloudwatch.AlarmMuteRule(
    "maintenance",
    {
      name,
      description: "MWAA's weekly maintenance",
      rule: {
        schedule: {
          expression: `cron(${Number(minute)} ${Number(hour)} * * ${day})`,
          duration: DURATION,
          timezone: "UTC",
        },
      },
      muteTargets: {
        alarmNames: rows.filter((row) => row.silentInMaintenance).map(({ id }) => alarmName(environment, id)),
      },
      tags: { Name: name },
    },
    opts,
  );
}
