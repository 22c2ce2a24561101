import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { parse } from "yaml";

import { readStackConfig } from "../../platform/config/check";
import type { ClusterConfig, StackConfig } from "../../platform/config/stack.generated";
import { ROOT } from "../../platform/root";
import type { Preview } from "../../preview/run";
import { WITH_KARPENTER } from "../needs/karpenter";
import { stackConfig, type STACKS } from "./mocks";
import { onceInRun, previewOf } from "./preview";
import { remembered } from "./remembered";

export { WITH_KARPENTER };

type Stack = (typeof STACKS)[number];

/** The engine, groups and pools of the documentation's example. */
function example(): Partial<ClusterConfig> {
  const text = readFileSync(resolve(ROOT, "docs/examples/karpenter.yaml"), "utf8");
  const { config } = parse(text) as { config: Record<string, Partial<ClusterConfig>> };
  return config["analytical-platform-airflow:cluster"] ?? {};
}

/** The same as JSON: to check a configuration takes longer than all else that tests ask of it. */
const configText = remembered((stack: Stack): string => {
  const { network, cluster, ...others } = stackConfig(stack);
  return JSON.stringify(readStackConfig(stack, { ...others, network, cluster: { ...cluster, ...example() } }).config);
});

/** A stack's configuration with Karpenter, as in the documentation's example, a fresh copy for each caller. */
export function karpenterConfig(stack: Stack): StackConfig {
  return JSON.parse(configText(stack)) as StackConfig;
}

/** The environment that a stack of the tests is of. */
export function environmentOf(stack: string): Stack {
  return stack === WITH_KARPENTER ? "development" : (stack as Stack);
}

/** The configuration of a stack of the repository, or of {@link WITH_KARPENTER}. */
export function configOf(stack: string): StackConfig {
  return stack === WITH_KARPENTER ? karpenterConfig("development") : stackConfig(stack as Stack);
}

/** The preview of {@link WITH_KARPENTER}. */
export async function karpenterPreview(): Promise<Preview> {
  return await onceInRun("preview-with-karpenter.json", () =>
    previewOf("development", {
      config: (config) => {
        config.cluster = karpenterConfig("development").cluster;
      },
    }),
  );
}

/** The cluster of {@link karpenterConfig}, with other pools or groups. */
export function karpenterCluster(changes: Partial<ClusterConfig> = {}): ClusterConfig {
  return { ...karpenterConfig("production").cluster, ...changes };
}
