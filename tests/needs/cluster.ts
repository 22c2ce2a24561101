import type { Dependency } from "./dependency";

const CLUSTER = "eks:index:Cluster cluster";
const ADD_ON = "aws:eks/addon:Addon";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const ROUTE = "aws:ec2/route:Route";
const ATTACHED_POLICY = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const KUBERNETES = "pulumi:providers:kubernetes kubernetes";

export const CONTROL_PLANE: readonly Dependency[] = [
  { what: CLUSTER, needs: "aws:ec2/subnet:Subnet intra-*", why: "the control plane has network interfaces there" },
  {
    what: CLUSTER,
    needs: `${ATTACHED_POLICY} control-plane`,
    why: "EKS tries its role at creation, and fails without the permissions",
  },
  {
    what: CLUSTER,
    needs: "aws:iam/rolePolicy:RolePolicy control-plane-key",
    why: "the role must be able to use the key of the Kubernetes secrets",
  },
  {
    what: CLUSTER,
    needs: "aws:cloudwatch/logGroup:LogGroup control-plane",
    why: "EKS would make the group itself, with neither retention nor key",
  },
  {
    what: "aws:cloudwatch/logGroup:LogGroup control-plane",
    needs: "aws:kms/key:Key cluster",
    why: "CloudWatch Logs asks the key's policy when the group is made",
  },
  { what: "aws:eks/accessEntry:AccessEntry *", needs: CLUSTER, why: "an entry is part of a cluster" },
  {
    what: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation *",
    needs: "aws:eks/accessEntry:AccessEntry $1",
    why: "a policy is associated with an entry",
  },
  {
    what: "aws:iam/openIdConnectProvider:OpenIdConnectProvider *-account",
    needs: CLUSTER,
    why: "the issuer is the cluster's, and IAM asks it for its certificate",
  },
];

export const NODES: readonly Dependency[] = [
  { what: `${ADD_ON} *`, needs: CLUSTER, why: "an add-on is part of a cluster" },
  {
    what: `${ADD_ON} vpc-cni`,
    needs: `${ATTACHED_POLICY} vpc-cni`,
    why: "the plugin gives nodes no address without the rights of its role",
  },
  {
    what: `${ADD_ON} aws-ebs-csi-driver`,
    needs: `${ATTACHED_POLICY} ebs-csi`,
    why: "the driver asks EC2 when it starts, and is degraded without the rights",
  },
  {
    what: `${NODE_GROUP} *`,
    needs: `${ADD_ON} vpc-cni`,
    why: "a node without pod networking is never ready, and the group's creation fails",
  },
  { what: `${NODE_GROUP} *`, needs: `${ADD_ON} kube-proxy`, why: "without it pods do not reach services" },
  {
    what: `${NODE_GROUP} *`,
    needs: `${ADD_ON} eks-pod-identity-agent`,
    why: "it runs on every node from the node's start",
  },
  {
    what: `${NODE_GROUP} *`,
    needs: `${ATTACHED_POLICY} node-*`,
    why: "a node joins, pulls images and is reached with the rights of its role",
  },
  {
    what: `${NODE_GROUP} *`,
    needs: "aws:ec2/launchTemplate:LaunchTemplate $1",
    why: "it tags and encrypts from the first second",
  },
  {
    what: `${NODE_GROUP} *`,
    needs: `${ROUTE} private-*-to-internet`,
    why: "a node pulls images and joins through the network",
  },
  {
    what: `${NODE_GROUP} *`,
    needs: "aws:ec2/routeTableAssociation:RouteTableAssociation private-*",
    why: "before that its subnet has the VPC's main route table, without a way out",
  },
  {
    what: `${NODE_GROUP} *`,
    needs: "aws:ec2/vpcEndpoint:VpcEndpoint *",
    why: "a new endpoint changes the address of its AWS service in the VPC, which must not happen while a node joins",
  },
  { what: `${ADD_ON} coredns`, needs: `${NODE_GROUP} standard`, why: "without a node it is degraded, and fails" },
  {
    what: `${ADD_ON} aws-ebs-csi-driver`,
    needs: `${NODE_GROUP} standard`,
    why: "without a node it is degraded, and fails",
  },
  {
    what: `${ADD_ON} eks-node-monitoring-agent`,
    needs: `${NODE_GROUP} standard`,
    why: "without a node it is degraded, and fails",
  },
  ...["general-*", "gpu-*", "high-memory"].map((group) => ({
    what: `${NODE_GROUP} ${group}`,
    needs: `${ADD_ON} coredns`,
    why: "on an upgrade the add-ons go before the nodes",
  })),
];

export const IN_CLUSTER: readonly Dependency[] = [
  { what: KUBERNETES, needs: CLUSTER, why: "it speaks to the cluster's API" },
  {
    what: KUBERNETES,
    needs: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation *",
    why: "an administrator who deploys has rights in the cluster only while the association exists",
  },
  { what: "kubernetes:core/v1:Namespace *", needs: CLUSTER, why: "it lives in the cluster" },
  ...["core/v1:ResourceQuota", "networking.k8s.io/v1:NetworkPolicy", "rbac.authorization.k8s.io/v1:Role"].map(
    (kind) => ({
      what: `kubernetes:${kind} mwaa`,
      needs: "kubernetes:core/v1:Namespace mwaa",
      why: "it lives in the namespace",
    }),
  ),
  {
    what: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding mwaa",
    needs: "kubernetes:rbac.authorization.k8s.io/v1:Role mwaa",
    why: "a binding to a role that does not exist grants nothing, and no error says so",
  },
  {
    what: "kubernetes:helm.sh/v3:Release *",
    needs: `${NODE_GROUP} standard`,
    why: "a release waits for its pods, and these for a node that admits them",
  },
  { what: "kubernetes:helm.sh/v3:Release *", needs: `${ADD_ON} coredns`, why: "its pods resolve names" },
  {
    what: "kubernetes:helm.sh/v3:Release external-secrets",
    needs: "kubernetes:core/v1:Namespace mwaa",
    why: "its rights are a role of that namespace",
  },
  {
    what: "kubernetes:helm.sh/v3:Release external-secrets",
    needs: "aws:iam/rolePolicy:RolePolicy external-secrets",
    why: "it reads the data account with this role",
  },
  {
    what: "aws:iam/role:Role external-secrets",
    needs: "aws:iam/openIdConnectProvider:OpenIdConnectProvider data-account",
    why: "IAM checks whom a role trusts when it is made",
  },
  ...["aws-cloudwatch-metrics", "aws-for-fluent-bit", "cluster-autoscaler", "ebs-csi", "vpc-cni"].map((role) => ({
    what: `aws:iam/role:Role ${role}`,
    needs: "aws:iam/openIdConnectProvider:OpenIdConnectProvider compute-account",
    why: "IAM checks whom a role trusts when it is made",
  })),
  {
    what: "kubernetes:helm.sh/v3:Release cluster-autoscaler",
    needs: "kubernetes:core/v1:ConfigMap cluster-autoscaler-priority-expander",
    why: "without priorities it starts any node that fits",
  },
  {
    what: "kubernetes:helm.sh/v3:Release gatekeeper",
    needs: "kubernetes:core/v1:Namespace gatekeeper-system",
    why: "the namespace says that Gatekeeper does not admit itself",
  },
  ...["aws-for-fluent-bit", "aws-cloudwatch-metrics"].map((name) => ({
    what: `kubernetes:helm.sh/v3:Release ${name}`,
    needs: "kubernetes:core/v1:Namespace amazon-cloudwatch",
    why: "only a privileged namespace admits what reads the node's files",
  })),
  ...["workflows", "system"].map((group) => ({
    what: "kubernetes:helm.sh/v3:Release aws-for-fluent-bit",
    needs: `aws:cloudwatch/logGroup:LogGroup pods-${group}`,
    why: "it may not make its log groups",
  })),
  {
    what: "kubernetes:helm.sh/v3:Release aws-cloudwatch-metrics",
    needs: "aws:cloudwatch/logGroup:LogGroup pods-metrics",
    why: "it may not make its log group",
  },
  {
    what: "kubernetes:networking.k8s.io/v1:NetworkPolicy mwaa-egress",
    needs: "kubernetes:core/v1:Namespace mwaa",
    why: "it lives in the namespace",
  },
  {
    what: "kubernetes:external-secrets.io/v1:SecretStore data-account",
    needs: "kubernetes:helm.sh/v3:Release external-secrets",
    why: "the kind comes with the operator",
  },
  ...["aws-for-fluent-bit", "aws-cloudwatch-metrics"].map((release) => ({
    what: `kubernetes:helm.sh/v3:Release ${release}`,
    needs: `aws:iam/rolePolicy:RolePolicy ${release}`,
    why: "it writes logs and metrics with this role",
  })),
  {
    what: "kubernetes:helm.sh/v3:Release cluster-autoscaler",
    needs: "aws:iam/rolePolicy:RolePolicy cluster-autoscaler",
    why: "it changes the node groups' sizes with this role",
  },
  {
    what: "kubernetes:templates.gatekeeper.sh/v1:ConstraintTemplate *",
    needs: "kubernetes:helm.sh/v3:Release gatekeeper",
    why: "the kind comes with Gatekeeper, and its webhook must answer",
  },
  {
    what: "kubernetes:constraints.gatekeeper.sh/v1beta1:PrivilegedContainers privileged-containers",
    needs: "kubernetes:templates.gatekeeper.sh/v1:ConstraintTemplate privileged-containers",
    why: "Gatekeeper makes the kind when it has read the template",
  },
];
