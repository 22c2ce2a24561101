import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { chart } from "../../../platform/cluster/charts";
import { createRelease } from "../release";
import { EXEMPT_NAMESPACES, webhookValues } from "../../../platform/gatekeeper/webhook";

export interface GatekeeperArgs {
  readonly namespace: kubernetes.core.v1.Namespace;
  /** Nodes and DNS, which its pods need. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Installs Gatekeeper: done when its webhook answers, so policies, and what they guard, come after it.
 *
 * On the way out Pulumi deletes policies first, then the release, then its namespace. The kinds stay: Helm never deletes
 * what a chart keeps in `crds/`.
 */
export function createGatekeeper(args: GatekeeperArgs, opts: pulumi.CustomResourceOptions): kubernetes.helm.v3.Release {
  const { images } = chart("gatekeeper");
  const repository = (name: string): string | undefined => images.find((image) => image.name === name)?.repository;
  return createRelease(
    "gatekeeper",
    {
      namespace: args.namespace.metadata.name,
      awaited: true,
      values: (image) => ({
        image: {
          repository: repository("controller"),
          release: image("controller"),
          crdRepository: repository("crds"),
        },
        preInstall: { crdRepository: { image: { repository: repository("crds"), tag: image("crds") } } },
        postInstall: {
          // The namespace has its labels from birth.
          labelNamespace: { enabled: false },
          probeWebhook: { enabled: true, image: { repository: repository("probe"), tag: image("probe") } },
        },
        ...webhookValues(),
        controllerManager: { exemptNamespaces: [...EXEMPT_NAMESPACES] },
        // Nothing uses external data, and it could delay an admission.
        enableExternalData: false,
      }),
    },
    { ...opts, dependsOn: [...args.after] },
  );
}
