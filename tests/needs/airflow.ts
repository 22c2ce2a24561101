import type { Dependency } from "./dependency";

const MWAA = "aws:mwaa/environment:Environment mwaa";
const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning airflow";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock airflow";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration airflow";

export const AIRFLOW: readonly Dependency[] = [
  {
    what: MWAA,
    needs: "aws:ec2/route:Route private-*-to-internet",
    why: "its workers install the requirements from the internet while it is created",
  },
  {
    what: MWAA,
    needs: "aws:ec2/routeTableAssociation:RouteTableAssociation private-*",
    why: "before that its subnets have the VPC's main route table, without a way out",
  },
  {
    what: MWAA,
    needs: "aws:ec2/vpcEndpoint:VpcEndpoint *",
    why: "a new endpoint changes the address of its AWS service in the VPC, which must not happen during the creation",
  },
  {
    what: MWAA,
    needs: "aws:iam/rolePolicy:RolePolicy execution",
    why: "its creation fails after half an hour if its role lacks permissions",
  },
  { what: MWAA, needs: `${OBJECT} requirements`, why: "it is pinned to a version of the object" },
  { what: MWAA, needs: VERSIONING, why: "MWAA refuses a bucket without versions" },
  { what: MWAA, needs: BLOCK, why: "MWAA refuses a bucket that may become public" },
  { what: MWAA, needs: ENCRYPTION, why: "objects are read through the environment's own key" },
  {
    what: MWAA,
    needs: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule mwaa-self",
    why: "its parts do not reach each other, nor its database, without the rule",
  },
  {
    what: MWAA,
    needs: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule mwaa-out",
    why: "its parts do not reach its database, AWS or the package index",
  },
  ...["DAGProcessing", "Scheduler", "Task", "WebServer", "Worker"].map((kind) => ({
    what: MWAA,
    needs: `aws:cloudwatch/logGroup:LogGroup ${kind}`,
    why: "MWAA would make the group itself, without a retention",
  })),
  { what: `${OBJECT} requirements`, needs: VERSIONING, why: "only a versioned bucket gives an object a version" },
  { what: `${OBJECT} kubeconfig`, needs: "eks:index:Cluster cluster", why: "it names the cluster's API" },
  {
    what: `${OBJECT} *`,
    needs: ENCRYPTION,
    why: "an object is encrypted with what the bucket says when it is written",
  },
  {
    what: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration airflow",
    needs: VERSIONING,
    why: "rules about old versions need versions",
  },
  {
    what: "aws:s3/bucketPolicy:BucketPolicy airflow",
    needs: BLOCK,
    why: "two changes of a bucket's access at the same time are refused as conflicting",
  },
  {
    what: "aws:eks/accessEntry:AccessEntry execution-role",
    needs: "aws:iam/role:Role execution",
    why: "EKS notes the role's internal ID: an entry for a role made later admits nobody",
  },
  {
    what: "aws:iam/userPolicy:UserPolicy smtp",
    needs: "aws:sesv2/emailIdentity:EmailIdentity email",
    why: "the policy names the identity",
  },
];

export const WORKFLOWS: readonly Dependency[] = [
  {
    what: "aws:iam/role:Role examples-*",
    needs: "aws:iam/openIdConnectProvider:OpenIdConnectProvider data-account",
    why: "IAM checks whom a role trusts when it is made",
  },
  {
    what: "aws:iam/rolePolicy:RolePolicy examples-*",
    needs: "aws:iam/role:Role examples-$1",
    why: "a policy is part of its role",
  },
  {
    what: "aws:secretsmanager/secret:Secret examples-*",
    needs: "aws:kms/replicaKey:ReplicaKey workflow-secrets-replica",
    why: "a secret is replicated when it is made, under the key of that region",
  },
  {
    what: "aws:secretsmanager/secretVersion:SecretVersion *",
    needs: "aws:secretsmanager/secret:Secret $1",
    why: "a value is part of a secret",
  },
  {
    what: "kubernetes:core/v1:ServiceAccount *",
    needs: "kubernetes:core/v1:Namespace mwaa",
    why: "it lives in the namespace",
  },
  {
    what: "kubernetes:external-secrets.io/v1:ExternalSecret *",
    needs: "kubernetes:external-secrets.io/v1:SecretStore data-account",
    why: "it is read through the store, and its kind comes with the operator",
  },
  {
    what: "kubernetes:external-secrets.io/v1:ExternalSecret *",
    needs: "aws:secretsmanager/secret:Secret $1-*",
    why: "the operator reports an error if one of its secrets does not exist",
  },
  {
    what: "aws:s3/bucketObjectv2:BucketObjectv2 dags/platform/orphaned_pods.py",
    needs: "aws:s3/bucketObjectv2:BucketObjectv2 dags/packages/*",
    why: "the platform's own DAG imports the shared package too",
  },
  {
    what: "aws:s3/bucketObjectv2:BucketObjectv2 examples-*",
    needs: "aws:s3/bucketObjectv2:BucketObjectv2 dags/packages/*",
    why: "the DAG imports the shared package: Airflow would report an import error in between",
  },
];
