import * as pulumi from "@pulumi/pulumi";

export interface KubeconfigArgs {
  readonly clusterName: string;
  readonly region: string;
  readonly endpoint: pulumi.Input<string>;
  /** The cluster's certificate authority, base64. */
  readonly certificateAuthorityData: pulumi.Input<string>;
}

/** A {@link kubeconfigText} of values that are known later. */
export function kubeconfig(args: KubeconfigArgs): pulumi.Output<string> {
  return pulumi.output(args).apply(kubeconfigText);
}

/**
 * A kubeconfig without a credential: it requests a token for the caller from AWS at each use. It is JSON, which is also
 * YAML.
 */
export function kubeconfigText(args: pulumi.Unwrap<KubeconfigArgs>): string {
  const { clusterName: name, region } = args;
  const command = ["--region", region, "eks", "get-token", "--cluster-name", name, "--output", "json"];
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: { server: args.endpoint, "certificate-authority-data": args.certificateAuthorityData },
      },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: command,
            interactiveMode: "Never",
          },
        },
      },
    ],
  };
  return JSON.stringify(config, undefined, 2);
}
