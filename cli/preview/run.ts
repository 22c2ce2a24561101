import * as pulumi from "@pulumi/pulumi";

import { PROJECT } from "../../infra/config/check";
import program from "../../infra/index";
import type { Registration, RegistrationOptions } from "../../infra/offline/registration";
import { runOffline } from "../../infra/offline/run";
import type { CompiledWorkflow } from "../../workflow/compiled";
import { Progress } from "../progress";
import type { LoadedStack } from "./load";

/** What an environment would be. */
export interface Preview {
  readonly environment: string;
  readonly workflows: readonly CompiledWorkflow[];
  /** Sorted by URN. */
  readonly registrations: readonly (Registration & RegistrationOptions)[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Resources that a workflow becomes, about: what the progress bar expects. */
const RESOURCES_PER_WORKFLOW = 6;

/** Runs the program of `infra/index.ts` offline. */
export async function previewEnvironment({ environment, config, runtimeConfig, workflows }: LoadedStack): Promise<Preview> {
  const progress = new Progress(`previewing ${environment}`, 200 + workflows.length * RESOURCES_PER_WORKFLOW);
  pulumi.runtime.setAllConfig({ ...runtimeConfig });
  const { registrations, outputs } = await runOffline(() => program({ stack: { environment, config }, workflows }), {
    project: PROJECT,
    stack: environment,
    onRegistration: (count) => {
      progress.update(count);
    },
  });
  progress.end();
  return { environment, workflows, registrations: [...registrations].sort((a, b) => (a.urn < b.urn ? -1 : 1)), outputs };
}
