import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { chart } from "../charts";
import {
  EXTERNAL_SECRETS_NAMESPACE,
  GATEKEEPER_NAMESPACE,
  LOGS_NAMESPACE,
  SYSTEM_NAMESPACE,
  WORKFLOW_NAMESPACE,
} from "../names";
import { podSecurity } from "../pod-security";
import { createRelease } from "../release";

/** Namespaces that must work, and be repaired, while Gatekeeper does not. Audit looks at them all the same. */
export const EXEMPT_NAMESPACES: readonly string[] = [
  SYSTEM_NAMESPACE,
  "kube-node-lease",
  "kube-public",
  GATEKEEPER_NAMESPACE,
  EXTERNAL_SECRETS_NAMESPACE,
  LOGS_NAMESPACE,
];

/**
 * What the webhook is asked about: what happens in the workflows' namespace, and Gatekeeper's own objects. All else the API
 * server decides without it, so that a webhook which is away stops no more than new workflow pods.
 */
export const WEBHOOK_CONDITION = `request.namespace == "${WORKFLOW_NAMESPACE}" || request.resource.group.endsWith("gatekeeper.sh")`;

export interface GatekeeperArgs {
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
  const namespace = new kubernetes.core.v1.Namespace(
    GATEKEEPER_NAMESPACE,
    {
      metadata: {
        name: GATEKEEPER_NAMESPACE,
        // The second label is what Gatekeeper's own installation would write: it does not admit itself.
        labels: { ...podSecurity("restricted"), "admission.gatekeeper.sh/ignore": "no-self-managing" },
      },
    },
    opts,
  );
  const { images } = chart("gatekeeper");
  const repository = (name: string): string | undefined => images.find((image) => image.name === name)?.repository;
  return createRelease(
    "gatekeeper",
    {
      namespace: namespace.metadata.name,
      awaited: true,
      values: (image) => ({
        image: {
          repository: repository("controller"),
          release: image("controller"),
          crdRepository: repository("crds"),
        },
        preInstall: { crdRepository: { image: { repository: repository("crds"), tag: image("crds") } } },
        postInstall: {
          // The namespace has its labels from the start.
          labelNamespace: { enabled: false },
          probeWebhook: { enabled: true, image: { repository: repository("probe"), tag: image("probe") } },
        },
        // A pod that nobody has looked at does not run in the workflows' namespace …
        validatingWebhookFailurePolicy: "Fail",
        validatingWebhookMatchConditions: [{ name: "workflows", expression: WEBHOOK_CONDITION }],
        validatingWebhookTimeoutSeconds: 5,
        // … and nothing else waits for Gatekeeper: not kube-system, and not the making of namespaces.
        validatingWebhookExemptNamespacesLabels: { "kubernetes.io/metadata.name": [...EXEMPT_NAMESPACES] },
        validatingWebhookCheckIgnoreFailurePolicy: "Ignore",
        controllerManager: { exemptNamespaces: [...EXEMPT_NAMESPACES] },
        // Neither is used, and either could change or delay what is admitted.
        disableMutation: true,
        enableExternalData: false,
      }),
    },
    { ...opts, dependsOn: [...args.after] },
  );
}
