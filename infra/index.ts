import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { CompiledWorkflow } from "../workflow/compiled";
import { Airflow } from "./airflow/airflow";
import { Cluster } from "./cluster/cluster";
import { readStack, type Stack } from "./config/config";
import { Network } from "./network/network";
import { lookUpTransitGatewayStatus } from "./network/transit-gateway-status";
import { stackOutputs } from "./outputs";
import { createProviders } from "./providers";
import { stackTags } from "./tags";
import { Workflows } from "./workflows/workflows";
