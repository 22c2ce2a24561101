// Generated from platform/config/stack.schema.json by npm run generate. Do not edit.

/**
 * AWS account ID: twelve digits, quoted.
 */
export type AccountId = string;
/**
 * AWS region code.
 */
export type Region = string;
/**
 * Days that CloudWatch Logs keeps events; one of the values that the service accepts.
 */
export type RetentionDays =
  | 1
  | 3
  | 5
  | 7
  | 14
  | 30
  | 60
  | 90
  | 120
  | 150
  | 180
  | 365
  | 400
  | 545
  | 731
  | 1096
  | 1827
  | 2192
  | 2557
  | 2922
  | 3288
  | 3653;
/**
 * IPv4 block in CIDR notation.
 */
export type CidrBlock = string;
/**
 * ARN of an IAM role.
 */
export type RoleArn = string;
/**
 * Effect on a workflow's pod that breaks a policy: refused, admitted with a warning, or admitted and reported by the audit.
 */
export type EnforcementAction = "deny" | "warn" | "dryrun";
/**
 * Registry of container images: a host, or a host and a path, without a slash at the end.
 */
export type Registry = string;
/**
 * Workflows, each as `project/workflow`. A `*` at the end matches any ending, and `* /*` matches every workflow. The project is the folder's name, not its alias.
 *
 * @minItems 1
 */
export type WorkflowPatterns = [WorkflowPattern, ...WorkflowPattern[]];
export type WorkflowPattern = string;
/**
 * Addresses for alarms that call somebody at any hour.
 */
export type AlarmEmails = string[];
/**
 * Addresses for alarms that can wait for working hours.
 */
export type AlarmEmails1 = string[];

/**
 * Everything that differs between environments: the configuration of one stack, without the project's name space. Each top-level key is one key under `config:` of Pulumi.<stack>.yaml.
 */
export interface StackConfig {
  tags: Tags;
  accounts: Accounts;
  delivery: DeliveryConfig;
  network: NetworkConfig;
  cluster: ClusterConfig;
  inCluster: InClusterConfig;
  airflow: AirflowConfig;
  workflows: WorkflowsConfig;
  operations: OperationsConfig;
  /**
   * Keys whose shipped example is your own value, as `network.cidrBlock`. The preview warns of every other shipped example, and `pulumi up` refuses it.
   */
  keptExamples: string[];
}
/**
 * Values of the tags that every taggable resource carries; `environment-name` is the stack's name.
 */
export interface Tags {
  /**
   * Tag `business-unit`: the unit that pays. AWS takes letters, digits, spaces and `_ . : / = + - @`, at most 256.
   */
  businessUnit: string;
  /**
   * Tag `application`. AWS takes letters, digits, spaces and `_ . : / = + - @`, at most 256.
   */
  application: string;
  /**
   * Tag `owner`: team and address. AWS takes letters, digits, spaces and `_ . : / = + - @`, at most 256.
   */
  owner: string;
  /**
   * Tag `is-production`.
   */
  isProduction: boolean;
  /**
   * Tag `source-code`: URL of the repository, without `?`, `#` and `%`, which AWS refuses in tags.
   */
  sourceCode: string;
}
/**
 * The two AWS accounts, one explicit provider each. Both may be the same account.
 */
export interface Accounts {
  compute: Account;
  data: DataAccount;
}
/**
 * The account with VPC, EKS and MWAA.
 */
export interface Account {
  id: AccountId;
  region: Region;
}
/**
 * The account with the workflows' IAM roles and secrets.
 */
export interface DataAccount {
  id: AccountId;
  region: Region;
  /**
   * Profile of the AWS configuration with credentials of this account, if it is not the compute account. The caller's own credentials are for the compute account, which holds the state. The profile cannot be a role's ARN: plans and deployments use different roles, and the state would keep the ARN of the last one. Default: none, if both accounts are one.
   */
  profile?: string;
}
/**
 * The roles that GitHub assumes to plan and to deploy, made by infra/delivery; the first deployment of an environment is an administrator's.
 */
export interface DeliveryConfig {
  /**
   * Repository whose workflows plan and deploy, as GitHub spells it.
   */
  repository: string;
  /**
   * GitHub's number of the repository, quoted. Another repository can get the same name later, but never the number. `gh api repos/<repository> --jq .id` shows it.
   */
  repositoryId: string;
  /**
   * Start of the subject of GitHub's tokens, if it is not `repo:<repository>`. Repositories made, renamed or moved after 18 June 2026 have numbers in it. The settings of the repository's OIDC subject show it. Default: `repo:` and `repository`.
   */
  subjectPrefix?: string;
  /**
   * Branch to deploy.
   */
  branch: string;
  /**
   * Whether to make the compute account's OIDC provider for GitHub. An account has at most one: write false if it has it already.
   */
  createOidcProvider: boolean;
  permissionsBoundaryArns: DeliveryBoundaries;
  /**
   * Permissions boundary of every role that the environment has in the compute account: the role that deploys can create only roles with it, so no role may do more than it permits. `workflows.permissionsBoundaryArn` is that of the data account. Default: the one that infra/delivery makes.
   */
  computeRolesBoundaryArn?: string;
  state: StateConfig;
}
/**
 * Permissions boundaries of the roles themselves, if an account's owner asks for one.
 */
export interface DeliveryBoundaries {
  /**
   * Boundary of the roles in the compute account. Default: none.
   */
  compute?: string;
  /**
   * Boundary of the roles in the data account. Default: none.
   */
  data?: string;
}
/**
 * Where Pulumi's state of the environment is, in the compute account or another that lets the roles in.
 */
export interface StateConfig {
  /**
   * AWS account ID: twelve digits, quoted.
   */
  accountId?: string;
  /**
   * Name of the bucket, as in `s3://<bucket>`.
   */
  bucket: string;
  /**
   * Key of the bucket and of the stack's secrets provider. Not its alias, because IAM policies name keys by ID.
   */
  keyArn: string;
}
/**
 * The VPC, its subnets and its connections.
 */
export interface NetworkConfig {
  /**
   * The VPC's block; subnets are computed from it.
   */
  cidrBlock: string;
  /**
   * Zones; each gets one subnet of each kind and one NAT gateway. Append new zones at the end.
   *
   * @minItems 2
   */
  availabilityZones: [string, string, ...string[]];
  subnetPrefixLengths: SubnetPrefixLengths;
  flowLogs: FlowLogs;
  /**
   * AWS services reached through an interface endpoint with private DNS, by their short name.
   */
  interfaceEndpoints: string[];
  /**
   * Blocks of the networks that this one can reach or may later be connected to, by name, such as other environments and offices. The program creates nothing for them. It refuses blocks that overlap the VPC or each other.
   */
  peers: {
    [k: string]: CidrBlock;
  };
  transitGateway?: TransitGatewayConfig;
}
/**
 * Sizes of the subnets.
 */
export interface SubnetPrefixLengths {
  /**
   * Size of each private subnet (pods, MWAA).
   */
  private: number;
  /**
   * Size of each public subnet (NAT gateways).
   */
  public: number;
  /**
   * Size of each intra subnet (control plane, Transit Gateway); no route to the internet.
   */
  intra: number;
}
/**
 * Logs of the connections in the VPC.
 */
export interface FlowLogs {
  retentionDays: RetentionDays;
  /**
   * Seconds over which packets are aggregated; AWS offers 60 and 600.
   */
  maxAggregationIntervalSeconds: 60 | 600;
}
/**
 * The Transit Gateway to attach to. Absent without one.
 */
export interface TransitGatewayConfig {
  /**
   * ID of the Transit Gateway, shared from another account.
   */
  id: string;
  /**
   * Blocks routed to the Transit Gateway from every private route table; none may overlap the VPC's own.
   *
   * @minItems 1
   */
  destinationCidrBlocks: [CidrBlock, ...CidrBlock[]];
}
/**
 * The Kubernetes cluster on EKS, and its nodes.
 */
export interface ClusterConfig {
  /**
   * Minor version of the control plane, quoted.
   */
  kubernetesVersion: string;
  /**
   * Version of the vpc-cni add-on.
   */
  vpcCniVersion: string;
  addonVersions: AddonVersions;
  /**
   * Roles with cluster-admin through an access entry; without the role that deploys, which EKS makes an administrator as the cluster's creator.
   */
  administratorRoleArns: RoleArn[];
  /**
   * Blocks of the VPC or behind the Transit Gateway that may reach the private API endpoint, such as the deployment runners'.
   */
  privateAccessCidrBlocks: CidrBlock[];
  /**
   * Blocks that may reach the public API endpoint, as many as EKS takes; empty turns the public endpoint off.
   *
   * @maxItems 40
   */
  publicAccessCidrBlocks: CidrBlock[];
  logRetentionDays: RetentionDays;
  /**
   * Network of a pod before its network policies apply: everything (`standard`), or nothing (`strict`). Try `strict` in development first: no test here runs the VPC CNI. AWS does not support policies on pods without an owner, such as workflows' pods.
   */
  networkPolicyMode: "standard" | "strict";
  /**
   * Managed node groups that EKS lets one cluster of this account have: quota L-6D54EA21, which AWS raises on request.
   */
  nodeGroupQuota: number;
  /**
   * Engine that starts the fleets' nodes: the Cluster Autoscaler in `nodeGroups`, or Karpenter in `nodePools`.
   */
  fleets: "node-groups" | "karpenter";
  /**
   * Node groups by name, in lower case; the name is the identity, a rename replaces the group.
   */
  nodeGroups: {
    [k: string]: NodeGroupConfig;
  };
  /**
   * Pools of nodes that Karpenter starts, by name. They need `fleets: karpenter`.
   */
  nodePools: {
    [k: string]: NodePoolConfig;
  };
}
/**
 * Versions of the other EKS add-ons.
 */
export interface AddonVersions {
  /**
   * Version of the EKS add-on coredns.
   */
  coredns: string;
  /**
   * Version of the EKS add-on kube-proxy.
   */
  "kube-proxy": string;
  /**
   * Version of the EKS add-on eks-pod-identity-agent.
   */
  "eks-pod-identity-agent": string;
  /**
   * Version of the EKS add-on aws-ebs-csi-driver.
   */
  "aws-ebs-csi-driver": string;
  /**
   * Version of the EKS add-on eks-node-monitoring-agent.
   */
  "eks-node-monitoring-agent": string;
}
/**
 * A managed node group.
 */
export interface NodeGroupConfig {
  /**
   * Fleet whose compute profiles run here: sets the node-pool label and taint. Absent for groups outside the fleets (`standard`, `high-memory`).
   */
  fleet?: "general" | "gpu";
  /**
   * Purchase option of the instances.
   */
  capacity: "spot" | "on-demand";
  /**
   * Instance types of one size (same vCPU and memory); several, so that Spot finds capacity.
   *
   * @minItems 1
   */
  instanceTypes: [string, ...string[]];
  /**
   * AMI family that EKS resolves the release version in.
   */
  amiType: "AL2023_x86_64_STANDARD" | "AL2023_x86_64_NVIDIA" | "BOTTLEROCKET_x86_64" | "BOTTLEROCKET_x86_64_NVIDIA";
  /**
   * AMI release: `1.33.*-*` of the cluster's minor on AL2023, `1.64.0-ad9d4847` on Bottlerocket.
   */
  amiReleaseVersion: string;
  /**
   * Minimum number of nodes.
   */
  minSize: number;
  /**
   * Maximum number of nodes.
   */
  maxSize: number;
  /**
   * Nodes at creation. Afterwards the autoscaler sets their number.
   */
  desiredSize: number;
  /**
   * Size of the encrypted gp3 root volume, in GiB.
   */
  diskSizeGiB: number;
  /**
   * Further node labels.
   */
  labels: {
    /**
     * Letters, digits, -, _ and ., at most 63, the first and last a letter or digit.
     */
    [k: string]: string;
  };
  /**
   * Further node taints, in Kubernetes' spelling.
   */
  taints: Taint[];
  /**
   * Whether the group takes no further pods. Its running tasks end in their own time, and the autoscaler then removes the nodes.
   */
  draining: boolean;
}
export interface Taint {
  /**
   * Key of the taint, in the form of a label's.
   */
  key: string;
  /**
   * Value of the taint, quoted: letters, digits, -, _ and ., at most 63.
   */
  value: string;
  /**
   * Effect on pods that do not tolerate the taint.
   */
  effect: "NoSchedule" | "NoExecute" | "PreferNoSchedule";
}
/**
 * A pool of nodes that Karpenter starts, of one fleet and capacity.
 */
export interface NodePoolConfig {
  /**
   * Fleet whose compute profiles run here: sets the node-pool label and taint. Absent for pools outside the fleets (`high-memory`).
   */
  fleet?: "general" | "gpu";
  /**
   * Purchase option of the instances.
   */
  capacity: "spot" | "on-demand";
  /**
   * Families of instance types. Karpenter chooses among all of their sizes with 4 vCPU or more.
   *
   * @minItems 1
   */
  instanceFamilies: [string, ...string[]];
  /**
   * AMI family of the release version.
   */
  amiType: "AL2023_x86_64_STANDARD" | "AL2023_x86_64_NVIDIA" | "BOTTLEROCKET_x86_64" | "BOTTLEROCKET_x86_64_NVIDIA";
  /**
   * AMI release: `1.33.*-*` of the cluster's minor on AL2023, `1.64.0-ad9d4847` on Bottlerocket.
   */
  amiReleaseVersion: string;
  /**
   * Maximum number of vCPUs of all nodes of the pool together. 0 takes no further pods.
   */
  maxVcpu: number;
  /**
   * Size of the encrypted gp3 root volume, in GiB.
   */
  diskSizeGiB: number;
  /**
   * Further node labels.
   */
  labels: {
    /**
     * Letters, digits, -, _ and ., at most 63, the first and last a letter or digit.
     */
    [k: string]: string;
  };
  /**
   * Further node taints, in Kubernetes' spelling.
   */
  taints: Taint[];
}
/**
 * Components that the platform installs in the cluster.
 */
export interface InClusterConfig {
  admissionPolicies: AdmissionPoliciesConfig;
  /**
   * Networks that workflows' pods may reach, besides HTTPS and the networks behind the Transit Gateway.
   */
  egress: EgressRule[];
  quota: NamespaceQuota;
}
/**
 * Enforcement of the policies in policies/gatekeeper. Outside the workflows' namespace they are audited, never denied.
 */
export interface AdmissionPoliciesConfig {
  enforcement: EnforcementAction;
  /**
   * Enforcement of single policies, by the name of their folder, for example to try a new one.
   */
  exceptions: {
    [k: string]: EnforcementAction;
  };
  /**
   * Registries of workflows' images, besides workflows.containerRegistry.
   */
  workflowRegistries: Registry[];
  /**
   * Registries of all other images. The audit reports images from elsewhere.
   */
  systemRegistries: Registry[];
  /**
   * Namespaces, besides Kubernetes' and Gatekeeper's own, to which no policy applies.
   */
  exemptNamespaces: string[];
}
export interface EgressRule {
  /**
   * IPv4 block in CIDR notation.
   */
  cidrBlock: string;
  /**
   * TCP ports.
   *
   * @minItems 1
   */
  ports: [number, ...number[]];
}
/**
 * ResourceQuota of the namespace in which workflows run.
 */
export interface NamespaceQuota {
  /**
   * Maximum number of pods at once.
   */
  pods: number;
  /**
   * Maximum of CPU requests at once, in cores.
   */
  cpu: number;
  /**
   * Maximum of memory requests at once.
   */
  memory: string;
  /**
   * Maximum number of NVIDIA GPUs requested at once.
   */
  gpus: number;
}
/**
 * The Airflow environment on MWAA.
 */
export interface AirflowConfig {
  /**
   * Airflow version that MWAA offers and the tests here run (platform/airflow/data/airflow-versions.json).
   */
  version: "2.10.3" | "2.11.0" | "3.0.6";
  /**
   * Size of schedulers, workers and web server.
   */
  environmentClass: "mw1.small" | "mw1.medium" | "mw1.large" | "mw1.xlarge" | "mw1.2xlarge";
  /**
   * Minimum number of workers.
   */
  minWorkers: number;
  /**
   * Maximum number of workers.
   */
  maxWorkers: number;
  /**
   * Number of schedulers; AWS allows 2 to 5 on the classes above.
   */
  schedulers: number;
  /**
   * Whether only the VPC reaches the user interface.
   */
  webserverAccess: "private" | "public";
  logRetentionDays: RetentionDays;
  /**
   * Start of the weekly maintenance window, UTC.
   */
  weeklyMaintenanceWindowStart: string;
  /**
   * Sender's address of email notifications, an SES identity of this environment.
   */
  emailFromAddress: string;
  /**
   * Further Airflow configuration options, `section.key` to text.
   */
  configurationOptions: {
    /**
     * Printable ASCII, not empty: MWAA refuses anything else.
     */
    [k: string]: string;
  };
}
/**
 * Settings that manifests are compiled with.
 */
export interface WorkflowsConfig {
  /**
   * Registry host (and path) that `dag.repository` images come from.
   */
  containerRegistry: string;
  /**
   * GitHub organisations whose repositories may be run, if this stack's are not those in `platform/organisation.json`.
   *
   * @minItems 1
   */
  organisations: [string, ...string[]];
  /**
   * Domains to which notifications may send email, if this stack's are not the owners' domains in `platform/organisation.json`.
   *
   * @minItems 1
   */
  emailDomains: [string, ...string[]];
  /**
   * Short name of a project in all derived names, if its own name is too long.
   */
  projectAliases: {
    [k: string]: string;
  };
  /**
   * Permissions boundary of every role that the environment has in the data account: the workflows', and the reader of secrets. Default: the one that infra/delivery makes, which permits what manifests can ask for.
   */
  permissionsBoundaryArn?: string;
  ownData: OwnDataConfig;
  /**
   * Policies with permissions that no manifest key gives, and the workflows that get them. The boundary (`permissionsBoundaryArn`) limits them too.
   */
  namedPolicies: NamedPolicy[];
  athena: AthenaConfig;
  /**
   * Regions in which `iam.bedrock` may be used.
   *
   * @minItems 1
   */
  bedrockRegions: [Region, ...Region[]];
  compatibility: Compatibility;
  /**
   * Projects that may publish a dataset, by its URI, where more than one does. An update starts every workflow that waits for the dataset.
   */
  datasetPublishers: {
    /**
     * @minItems 2
     */
    [k: string]: [string, string, ...string[]];
  };
  /**
   * Widens listing from the manifest's prefixes to the whole bucket, for teams that migrate.
   */
  wholeBucketListing: boolean;
  secrets: SecretsConfig;
  /**
   * Seconds that one try of a task may last if its manifest has no `timeout` for it, without the start of its pod. After that, its pod is deleted and the try fails. Default: no limit.
   */
  taskTimeout?: number;
  /**
   * Host names of HMCTS SDP, for tasks with `hmcts_sdp_networking`.
   */
  hmctsSdpHostAliases: HostAlias[];
  /**
   * Projects whose DAGs the role `project-<project>` of Airflow's interface may start and change. Make the role first: Airflow does not load a DAG whose role does not exist.
   */
  projectRoles: string[];
}
/**
 * Data that belongs to this environment alone. The boundaries of the other environments' roles deny it, whatever a manifest or a policy says. `*` stands for any characters. Deploy infra/delivery of the other environments after a change.
 */
export interface OwnDataConfig {
  /**
   * Names of buckets.
   */
  buckets: string[];
  /**
   * Names of databases of the Glue catalogue, each with its tables.
   */
  databases: string[];
  /**
   * ARNs of KMS keys.
   */
  keyArns: string[];
}
export interface NamedPolicy {
  /**
   * Managed policy of the platform.
   */
  policyArn: string;
  workflows: WorkflowPatterns;
  /**
   * Every action that the policy allows. An action that the boundary of infra/delivery does not permit is an error. Without actions, the preview warns that it cannot check the policy.
   */
  actions: string[];
}
/**
 * Athena, for workflows with `iam.athena`.
 */
export interface AthenaConfig {
  /**
   * AWS region code.
   */
  region: string;
  /**
   * Work groups that every workflow with `iam.athena` shares. A workflow can stop another's query here if it knows the query's ID; it cannot list queries or read another's results. Do not let Athena manage the results of a shared work group: every member could read them.
   *
   * @minItems 1
   */
  workGroups: [string, ...string[]];
  /**
   * Work groups of one project or workflow. It uses these and not the shared ones, and may list the queries in them.
   */
  ownWorkGroups: OwnWorkGroups[];
  /**
   * Buckets of query results. A workflow with `iam.athena` reads and writes only below its own prefix, and a manifest may not list a path in one. Buckets whose names start with `aws-athena-query-results-` are protected too.
   *
   * @minItems 1
   */
  resultsBuckets: [string, ...string[]];
}
export interface OwnWorkGroups {
  workflows: WorkflowPatterns;
  /**
   * Work groups that only these workflows use.
   *
   * @minItems 1
   */
  workGroups: [string, ...string[]];
}
/**
 * Settings for workflows that move from another platform, each for the workflows that it lists. A warning counts the workflows that use each setting, and the pull request shows them. Other workflows get the narrow grants.
 */
export interface Compatibility {
  /**
   * Names of Glue jobs that `iam.glue` covers besides the workflow's own. It may also read the definitions of all jobs and reset bookmarks, which AWS cannot limit to a job.
   */
  glueJobs: CompatibilityGrant[];
  /**
   * Names of Glue databases that `iam.athena: write` may change besides the workflow's own.
   */
  glueDatabases: CompatibilityGrant[];
  /**
   * Names of Athena work groups that `iam.athena` may use besides `athena.workGroups` or `athena.ownWorkGroups`.
   */
  workGroups: CompatibilityGrant[];
  /**
   * Names of results buckets in which these workflows may list S3 paths, and so read the query results of every workflow.
   */
  queryResults: CompatibilityGrant[];
  /**
   * Workflows whose variables and parameters arrive as Python writes them: `true` and `yes` as `True`, `1.50` as `1.5`. Escapes such as `\n` are read once more.
   */
  pythonValues: WorkflowPattern[];
  /**
   * Workflows that list the whole bucket of each path in `s3_read_only` and `s3_read_write`. HeadBucket works, and HeadObject answers 404 for a missing key.
   */
  bucketListing: WorkflowPattern[];
  /**
   * Workflows that read and set the ACLs of objects in their S3 paths. An upload with an ACL to another account's bucket needs it.
   */
  objectAcls: WorkflowPattern[];
  /**
   * Workflows whose `s3_write_only` paths also allow listing the whole bucket, deleting versions of objects and restoring objects.
   */
  writeOnlyPaths: WorkflowPattern[];
  /**
   * Buckets that `iam.athena` may list and read as a whole. It may also list the names and regions of all buckets of the account.
   */
  athenaBuckets: AthenaBuckets[];
  /**
   * Workflows whose `iam.athena` reads the Glue catalogues of all accounts. The policies of the other accounts decide too.
   */
  catalogues: WorkflowPattern[];
  /**
   * Workflows whose `iam.athena` and `iam.glue` work in every region, not only in `athena.region`.
   */
  allRegions: WorkflowPattern[];
  /**
   * Regions of `iam.bedrock` besides `bedrockRegions`. Data leaves the country for the time of a call.
   */
  bedrockRegions: CompatibilityRegions[];
  /**
   * Workflows whose `iam.glue` reads and writes logs of any group, metrics of any namespace, and objects of buckets whose names start with `aws-glue-`.
   */
  glueServices: WorkflowPattern[];
  /**
   * Connections of the workflows' pods besides HTTPS, such as `git clone` over SSH. `inCluster.egress` opens a network to every workflow.
   */
  egress: CompatibilityEgress[];
  /**
   * Issuers of other clusters, without `https://`. Service accounts of the same name there may use the workflows' roles while both platforms run. The data account must have each as an OIDC provider. Remove them after the move.
   *
   * @maxItems 2
   */
  trustedIssuers: [] | [string] | [string, string];
}
/**
 * A wider grant, and the workflows that get it.
 */
export interface CompatibilityGrant {
  workflows: WorkflowPatterns;
  /**
   * Names; a closing `*` stands for any ending.
   *
   * @minItems 1
   */
  patterns: [string, ...string[]];
}
export interface AthenaBuckets {
  workflows: WorkflowPatterns;
  /**
   * Names of buckets, none of them a results bucket.
   *
   * @minItems 1
   */
  buckets: [string, ...string[]];
}
export interface CompatibilityRegions {
  workflows: WorkflowPatterns;
  /**
   * Regions that a cross-region inference profile routes to.
   *
   * @minItems 1
   */
  regions: [Region, ...Region[]];
}
export interface CompatibilityEgress {
  workflows: WorkflowPatterns;
  /**
   * Blocks of the destinations; `0.0.0.0/0` for the whole internet.
   *
   * @minItems 1
   */
  cidrBlocks: [CidrBlock, ...CidrBlock[]];
  /**
   * TCP ports, or names: `ssh` and `sftp` are 22, `ftps` is 990.
   *
   * @minItems 1
   */
  ports: [("ssh" | "sftp" | "ftps") | number, ...(("ssh" | "sftp" | "ftps") | number)[]];
}
/**
 * Settings of workflows' secrets.
 */
export interface SecretsConfig {
  /**
   * AWS region code.
   */
  replicaRegion: string;
  /**
   * Days in which a deleted secret can be restored.
   */
  recoveryWindowDays: number;
  /**
   * Session tag that holds the caller's GitHub user name.
   */
  maintainerPrincipalTag: string;
}
export interface HostAlias {
  /**
   * IPv4 address of the host.
   */
  ip: string;
  /**
   * Names that stand for the address.
   *
   * @minItems 1
   */
  hostnames: [string, ...string[]];
}
/**
 * The people who get alarms. Default: nobody; the environment has the alarms all the same.
 */
export interface OperationsConfig {
  emailAddresses: AlarmAddresses;
  slack?: SlackConfig;
}
/**
 * Email addresses by severity. AWS asks each to confirm by a link.
 */
export interface AlarmAddresses {
  critical: AlarmEmails;
  warning: AlarmEmails1;
}
/**
 * Slack channels for alarms. Before this, a person admits Amazon Q Developer in chat applications to the workspace, in AWS's console. Default: no Slack.
 */
export interface SlackConfig {
  /**
   * ID of the Slack workspace, which AWS's console shows after it is admitted.
   */
  workspaceId: string;
  channelIds: SlackChannels;
}
/**
 * Channels by severity. Both may be the same.
 */
export interface SlackChannels {
  /**
   * ID of the channel for critical alarms, which its details in Slack show.
   */
  critical: string;
  /**
   * ID of the channel for warnings.
   */
  warning: string;
}
