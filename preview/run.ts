// First: it keeps the SDK from loading what a preview does not need.
import "./offline/load-on-use";

import { resolve } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { PROJECT } from "../platform/config/check";
import deliveryProgram from "../infra/delivery/index";
import { DELIVERY_PROJECT } from "../platform/names/delivery";
import program from "../infra/index";
import type { Registration, RegistrationOptions } from "./offline/registration";
import { runOffline } from "./offline/run";
import { ROOT } from "../platform/root";
import { readSharedPackage } from "../platform/airflow/shared-package";
import type { CompiledWorkflow } from "../workflow/compiled";
import { Progress } from "./progress";
import type { LoadedStack } from "./load";

/** The result of a preview of an environment. */
export interface Preview {
  readonly environment: string;
  /** Whether workflows may list whole buckets, beyond their manifests' prefixes. */
  readonly wholeBucketListing: boolean;
  readonly workflows: readonly CompiledWorkflow[];
  /** In the order in which the program registered them. */
  readonly registrations: readonly (Registration & RegistrationOptions)[];
  /** The roles with which GitHub deploys. An administrator runs their program. */
  readonly delivery: readonly (Registration & RegistrationOptions)[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Approximate number of resources of a workflow, for the progress bar. */
const RESOURCES_PER_WORKFLOW = 6;

/** Runs the programs of `infra/index.ts` and `infra/delivery/index.ts` offline. */
export async function previewEnvironment({
  environment,
  config,
  runtimeConfig,
  workflows,
}: LoadedStack): Promise<Preview> {
  const progress = new Progress(`previewing ${environment}`, 200 + workflows.length * RESOURCES_PER_WORKFLOW);
  const sharedPackage = readSharedPackage(resolve(ROOT, "dags"));
  pulumi.runtime.setAllConfig({ ...runtimeConfig });
  const { registrations, outputs } = await runOffline(
    () => program({ stack: { environment, config }, workflows, sharedPackage }),
    {
      project: PROJECT,
      stack: environment,
      onRegistration: (count) => {
        progress.update(count);
      },
    },
  );
  const delivery = await runOffline(() => deliveryProgram({ environment, config }), {
    project: DELIVERY_PROJECT,
    stack: environment,
  });
  progress.end();
  return {
    environment,
    wholeBucketListing: config.workflows.wholeBucketListing,
    workflows,
    registrations,
    delivery: delivery.registrations,
    outputs,
  };
}
