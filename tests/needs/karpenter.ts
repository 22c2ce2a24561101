import type { Dependency } from "./dependency";

/** The stack of the tests that has Karpenter; no shipped stack has. */
export const WITH_KARPENTER = "development with Karpenter";

const CONTROLLER = "kubernetes:helm.sh/v3:Release karpenter";
const POOL = "kubernetes:karpenter.sh/v1:NodePool *";

const ROWS: readonly Dependency[] = [
  {
    what: CONTROLLER,
    needs: "kubernetes:helm.sh/v3:Release karpenter-crd",
    why: "it stops without its kinds",
  },
  { what: CONTROLLER, needs: "aws:eks/nodeGroup:NodeGroup standard", why: "it runs on nodes that it does not start" },
  { what: CONTROLLER, needs: "aws:eks/addon:Addon coredns", why: "it finds AWS by name" },
  { what: CONTROLLER, needs: "aws:iam/rolePolicy:RolePolicy karpenter", why: "it stops without its rights" },
  {
    what: CONTROLLER,
    needs: "aws:sqs/queuePolicy:QueuePolicy karpenter",
    why: "it would miss interruptions until EventBridge may write to its queue",
  },
  {
    what: CONTROLLER,
    needs: "aws:cloudwatch/eventTarget:EventTarget karpenter-*",
    why: "it would miss interruptions until the rules fill its queue",
  },
  {
    what: "aws:iam/role:Role karpenter",
    needs: "aws:iam/openIdConnectProvider:OpenIdConnectProvider compute-account",
    why: "IAM checks whom a role trusts when it is made",
  },
  { what: POOL, needs: CONTROLLER, why: "on deletion, it ends the pool's nodes before it goes itself" },
  { what: POOL, needs: "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass $1", why: "the class says how nodes start" },
  {
    what: POOL,
    needs: "aws:eks/accessEntry:AccessEntry karpenter-node",
    why: "the cluster's API refuses nodes whose role has no entry",
  },
  {
    what: POOL,
    needs: "aws:iam/rolePolicyAttachment:RolePolicyAttachment karpenter-node-*",
    why: "a node joins, pulls images and is reached with the rights of its role",
  },
  {
    what: POOL,
    needs: "aws:iam/instanceProfile:InstanceProfile karpenter-node",
    why: "an instance gets its role by the profile",
  },
  { what: POOL, needs: "aws:eks/addon:Addon vpc-cni", why: "a node without pod networking is never ready" },
  {
    what: "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass *",
    needs: "kubernetes:helm.sh/v3:Release karpenter-crd",
    why: "the kind comes with that chart",
  },
];

export const KARPENTER: readonly Dependency[] = ROWS.map((row) => ({ ...row, stacks: [WITH_KARPENTER] }));
