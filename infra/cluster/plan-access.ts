import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { PLAN_GROUP } from "../../platform/names/kubernetes";

/**
 * Kinds that the program creates, by API group. Helm records releases in Secrets, so releases are not among them.
 * Without permission to patch, the provider compares with its state and does not ask the API server for a dry run
 * (pulumi/pulumi-kubernetes, pull request 2419): a dry run needs the same permission as a change.
 */
const READABLE: Readonly<Record<string, readonly string[]>> = {
  "": ["configmaps", "namespaces", "resourcequotas", "serviceaccounts"],
  // Each policy has its own kind.
  "constraints.gatekeeper.sh": ["*"],
  "external-secrets.io": ["externalsecrets", "secretstores"],
  "networking.k8s.io": ["networkpolicies"],
  "rbac.authorization.k8s.io": ["clusterrolebindings", "clusterroles", "rolebindings", "roles"],
  "templates.gatekeeper.sh": ["constrainttemplates"],
};

export interface PlanAccessArgs {
  readonly clusterName: string;
  /** Role that plans. EKS refuses the entry for a role that does not exist. */
  readonly principalArn: string;
  readonly kubernetes: kubernetes.Provider;
}

/** Lets the role for plans read the program's objects in the cluster, except Secrets, and change nothing. */
export function admitPlans(args: PlanAccessArgs, opts: pulumi.CustomResourceOptions): void {
  new aws.eks.AccessEntry(
    PLAN_GROUP,
    {
      clusterName: args.clusterName,
      principalArn: args.principalArn,
      kubernetesGroups: [PLAN_GROUP],
      type: "STANDARD",
      tags: { Name: PLAN_GROUP },
    },
    opts,
  );
  const inCluster = { ...opts, provider: args.kubernetes };
  const role = new kubernetes.rbac.v1.ClusterRole(
    PLAN_GROUP,
    {
      metadata: { name: PLAN_GROUP },
      rules: Object.entries(READABLE).map(([group, resources]) => ({
        apiGroups: [group],
        resources: [...resources],
        verbs: ["get", "list", "watch"],
      })),
    },
    inCluster,
  );
  new kubernetes.rbac.v1.ClusterRoleBinding(
    PLAN_GROUP,
    {
      metadata: { name: PLAN_GROUP },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role.metadata.name },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: PLAN_GROUP }],
    },
    inCluster,
  );
}
