/**
 * Inputs of protected and of slow resources whose change makes the AWS provider replace them, by type: `ForceNew` in the
 * schemas of terraform-provider-aws (`internal/service/<service>/<resource>.go`), which @pulumi/aws is built from; the
 * schema itself is not part of the SDK's package. A path with a dot names an input within another.
 */
export const FORCES_REPLACEMENT: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/eip:Eip": ["domain"],
  "aws:ec2/natGateway:NatGateway": ["allocationId", "subnetId"],
  "aws:ec2/vpc:Vpc": ["cidrBlock"],
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": ["transitGatewayId", "vpcId"],
  "aws:eks/nodeGroup:NodeGroup": [
    "amiType",
    "capacityType",
    "clusterName",
    "diskSize",
    "instanceTypes",
    "launchTemplate.id",
    "nodeGroupName",
    "nodeRoleArn",
    "remoteAccess",
    "subnetIds",
  ],
  "aws:kms/key:Key": ["customerMasterKeySpec", "keyUsage", "multiRegion"],
  "aws:kms/replicaKey:ReplicaKey": ["primaryKeyArn", "region"],
  // An Airflow of another major version as well; protection then stops the update.
  "aws:mwaa/environment:Environment": ["endpointManagement", "kmsKey", "name", "networkConfiguration.subnetIds"],
  "aws:s3/bucket:Bucket": ["bucket"],
  "aws:secretsmanager/secret:Secret": ["name"],
  "eks:index:Cluster": [
    "bootstrapSelfManagedAddons",
    "encryptionConfigKeyArn",
    "kubernetesServiceIpAddressRange",
    "name",
    "serviceRole",
  ],
};
