import * as pulumi from "@pulumi/pulumi";

import type { AirflowOutputs } from "../airflow/airflow";
import type { ClusterOutputs } from "../cluster/cluster";
import type { NetworkOutputs } from "../network/network";
import type { Providers } from "../shared/providers";
import type { Accounts, OperationsConfig } from "../../platform/config/stack.generated";
import { mwaaName } from "../../platform/names/airflow";
import { ALARMS } from "../../platform/operations/alarms";
import { createAlarms } from "./alarms";
import { silenceMaintenance } from "./maintenance";
import { sendToSlack } from "./slack";
import { createTopics } from "./topics";

export interface OperationsArgs {
  readonly environment: string;
  readonly config: OperationsConfig;
  readonly accounts: Accounts;
  readonly network: NetworkOutputs;
  readonly cluster: ClusterOutputs;
  readonly airflow: AirflowOutputs;
  /** Start of MWAA's weekly maintenance, such as `SUN:01:00`, UTC. */
  readonly maintenanceStart: string;
  /** URL of the repository, where the runbook is. */
  readonly sourceCode: string;
  readonly providers: Providers;
}

/** The alarms of the table, and the topics that send them to email and Slack. */
export class Operations extends pulumi.ComponentResource {
  constructor(name: string, args: OperationsArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("analytical-platform:operations:Operations", name, {}, { ...opts, providers: [args.providers.compute] });
    const { environment, config, network, cluster } = args;
    const child = { parent: this };
    const topics = createTopics(
      { environment, account: args.accounts.compute, emailAddresses: config.emailAddresses },
      child,
    );
    if (config.slack !== undefined) {
      sendToSlack({ environment, slack: config.slack, topics }, child);
    }
    createAlarms(
      {
        environment,
        rows: ALARMS,
        topics,
        names: { environment: mwaaName(environment), cluster: cluster.name },
        parts: {
          "NAT gateway": network.natGateways.map(({ zone, id }) => ({ name: zone, ids: { natGateway: id } })),
          "Transit Gateway attachment": network.transitGatewayAttachments.map(({ transitGatewayId, id }) => ({
            ids: { transitGateway: transitGatewayId, attachment: id },
          })),
        },
        logGroups: { ...cluster.logGroups, ...args.airflow.countedLogGroups },
        // An alarm on a metric that does not exist yet would call people about an environment that is being made.
        after: [args.airflow.environment],
        runbook: `${args.sourceCode}/blob/main/docs/platform/runbook.md`,
      },
      child,
    );
    silenceMaintenance({ environment, rows: ALARMS, start: args.maintenanceStart }, child);
    this.registerOutputs({});
  }
}
