/** Types of the AWS provider that take no tags, each with the reason. A test holds the list against the provider's SDK. */
export const UNTAGGABLE: Readonly<Record<string, string>> = {
  "aws:autoscaling/tag:Tag": "it is a tag",
  "aws:ec2/route:Route": "part of a route table",
  "aws:ec2/routeTableAssociation:RouteTableAssociation": "part of a route table",
  "aws:ec2/tag:Tag": "it is a tag",
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": "part of an access entry",
  "aws:iam/rolePolicy:RolePolicy": "part of a role",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "part of a role",
  "aws:iam/userPolicy:UserPolicy": "part of a user",
  "aws:kms/alias:Alias": "a name of a key",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "a setting of a bucket",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "a setting of a bucket",
  "aws:s3/bucketPolicy:BucketPolicy": "a setting of a bucket",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "a setting of a bucket",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "a setting of a bucket",
  "aws:s3/bucketVersioning:BucketVersioning": "a setting of a bucket",
  "aws:secretsmanager/secretVersion:SecretVersion": "part of a secret",
};
