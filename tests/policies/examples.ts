import type { PolicedResource, Properties } from "../../policies/pulumi/rules/rule";

/** A resource of the given type, with a provider, unprotected, and without dependencies. */
export function resource(type: string, inputs: Properties = {}, more: Partial<PolicedResource> = {}): PolicedResource {
  const name = more.name ?? "example";
  return {
    urn: `urn:pulumi:test::analytical-platform-airflow::${type}::${name}`,
    type,
    name,
    inputs,
    protect: false,
    provider: "compute",
    dependsOn: [],
    ...more,
  };
}

/** Every mandatory tag. */
export const TAGS = {
  application: "analytical-platform-airflow",
  "business-unit": "Platforms",
  "environment-name": "test",
  "is-production": "false",
  owner: "team@example.com",
  "source-code": "https://example.com",
};

const WITHOUT_OWNER = Object.fromEntries(Object.entries(TAGS).filter(([key]) => key !== "owner"));

const VPC = "aws:ec2/vpc:Vpc";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const BUCKET = "aws:s3/bucket:Bucket";
const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const BUCKET_ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const SECRET = "aws:secretsmanager/secret:Secret";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const KEY = "aws:kms/key:Key";
const CLUSTER = "aws:eks/cluster:Cluster";
const BOUNDARY_NAME = "analytical-platform-airflow-development-boundary";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";

const policy = (...Statement: object[]): { policy: string } => ({
  policy: JSON.stringify({ Version: "2012-10-17", Statement }),
});
const READ = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" };
const specifications = (tags: object): object[] =>
  ["instance", "network-interface", "volume"].map((resourceType) => ({ resourceType, tags }));
const closed = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const bucket = resource(BUCKET);
const setting = (type: string): PolicedResource => resource(type, {}, { dependsOn: [bucket.urn] });
const ebs = (encrypted: unknown): Properties => ({
  blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted } }],
});
const encryption = (content: object): Properties => ({ rules: [{ applyServerSideEncryptionByDefault: content }] });

/** Resources that a rule admits, and resources that it refuses, with the property that it names. */
interface Examples {
  readonly admits: Readonly<Record<string, readonly PolicedResource[]>>;
  readonly refuses: Readonly<Record<string, readonly [property: string, ...resources: PolicedResource[]]>>;
}

/** Examples by rule. */
export const EXAMPLES: Readonly<Record<string, Examples>> = {
  "mandatory-tags": {
    admits: {
      "a resource with all tags": [resource(VPC, { tags: TAGS })],
      "a type that AWS cannot tag": [resource("aws:ec2/route:Route")],
      "a resource of another provider than AWS": [
        resource("kubernetes:core/v1:Namespace"),
        resource("pulumi:providers:aws"),
      ],
      "a launch template that tags the resources that it starts": [
        resource(TEMPLATE, { tags: TAGS, tagSpecifications: specifications(TAGS) }),
      ],
    },
    refuses: {
      "a resource without tags": ["tags", resource(VPC)],
      "a resource without one of them": ["tags", resource(VPC, { tags: WITHOUT_OWNER })],
      "an empty tag": ["tags", resource(VPC, { tags: { ...TAGS, owner: "" } })],
      "a launch template whose volumes have no tags": [
        "tagSpecifications (volume)",
        resource(TEMPLATE, { tags: TAGS, tagSpecifications: specifications(TAGS).slice(0, 2) }),
      ],
      "a launch template whose instances lack a tag": [
        "tagSpecifications (instance)",
        resource(TEMPLATE, {
          tags: TAGS,
          tagSpecifications: [...specifications(WITHOUT_OWNER).slice(0, 1), ...specifications(TAGS).slice(1)],
        }),
      ],
    },
  },
  "explicit-provider": {
    admits: {
      "a resource with a provider": [resource(VPC)],
      "components and providers, which need no provider": [
        resource("analytical-platform:network:Network", {}, { provider: undefined }),
        resource("pulumi:providers:aws", {}, { provider: undefined }),
        resource("pulumi:pulumi:Stack", {}, { provider: undefined }),
      ],
    },
    refuses: {
      "a resource without a provider": ["provider", resource(VPC, {}, { provider: undefined })],
      "a resource of a default provider": ["provider", resource(VPC, {}, { provider: "default_7_48_0" })],
    },
  },
  protection: {
    admits: {
      "a protected bucket": [resource(BUCKET, {}, { protect: true })],
      "a secret that can be restored for thirty days": [
        resource(SECRET, { recoveryWindowInDays: 30 }),
        resource(SECRET),
      ],
      "a resource that can be created again": [resource(ROLE_POLICY)],
    },
    refuses: {
      "an unprotected bucket": ["protect", resource(BUCKET)],
      "an unprotected address": ["protect", resource("aws:ec2/eip:Eip")],
      "an unprotected key": ["protect", resource(KEY)],
      "a secret without a recovery window": ["recoveryWindowInDays", resource(SECRET, { recoveryWindowInDays: 0 })],
    },
  },
  "no-secret-in-state": {
    admits: {
      "a write-only value": [
        resource("aws:secretsmanager/secretVersion:SecretVersion", { secretStringWo: "x", secretStringWoVersion: 1 }),
      ],
    },
    refuses: {
      "a value that the state keeps": [
        "secretString",
        resource("aws:secretsmanager/secretVersion:SecretVersion", { secretString: "x" }),
      ],
      "an access key": ["type", resource("aws:iam/accessKey:AccessKey", { user: "smtp" })],
    },
  },
  "no-wildcard-action": {
    admits: {
      "named actions": [resource(ROLE_POLICY, policy(READ))],
      "a denial of all requests without TLS": [
        resource(BUCKET_POLICY, policy({ Sid: "TlsOnly", Effect: "Deny", Action: "s3:*", Resource: "*" })),
      ],
      "a boundary, which permits nothing": [
        resource("aws:iam/policy:Policy", { name: BOUNDARY_NAME, ...policy({ ...READ, Action: "s3:*" }) }),
      ],
      "a property that is not a policy": [
        resource(ROLE_POLICY, { policy: "not JSON" }),
        resource("kubernetes:core/v1:Pod", policy(READ)),
      ],
    },
    refuses: {
      "every action": ["policy (Read)", resource(ROLE_POLICY, policy({ ...READ, Action: "*" }))],
      "every action, in a policy that only has the name of a boundary": [
        "policy (Read)",
        resource("aws:iam/policy:Policy", { name: `${BOUNDARY_NAME}-2`, ...policy({ ...READ, Action: "s3:*" }) }),
      ],
      "every action, in a role's own policy with a boundary's name": [
        "policy (Read)",
        resource(ROLE_POLICY, { name: BOUNDARY_NAME, ...policy({ ...READ, Action: "s3:*" }) }),
      ],
      "actions by their beginning": ["policy (Read)", resource(ROLE_POLICY, policy({ ...READ, Action: ["s3:Get*"] }))],
      "every action except some": [
        "policy (statement 2)",
        resource(ROLE_POLICY, policy(READ, { Effect: "Allow", NotAction: "s3:GetObject", Resource: "*" })),
      ],
      "a permission for everything in a bucket's policy": [
        "policy (statement 1)",
        resource(BUCKET_POLICY, policy({ Effect: "Allow", Action: "s3:*", Principal: { AWS: "1" } })),
      ],
      "a wildcard in a trust policy": [
        "assumeRolePolicy (statement 1)",
        resource("aws:iam/role:Role", {
          assumeRolePolicy: policy({ Effect: "Allow", Action: "sts:*", Principal: { Service: "x" } }).policy,
        }),
      ],
    },
  },
  "no-wildcard-resource": {
    admits: {
      "named resources": [resource(ROLE_POLICY, policy(READ))],
      "actions to which AWS gives no resource": [
        resource(ROLE_POLICY, policy({ Effect: "Allow", Action: ["cloudwatch:PutMetricData"], Resource: "*" })),
      ],
      "a key's own policy, where everything is the key": [
        resource(KEY, policy({ Effect: "Allow", Action: "kms:Decrypt", Resource: "*", Principal: { AWS: "1" } })),
      ],
      "a boundary, which permits nothing": [
        resource("aws:iam/policy:Policy", { name: BOUNDARY_NAME, ...policy({ ...READ, Resource: "*" }) }),
      ],
      "a denial": [resource(ROLE_POLICY, policy({ ...READ, Effect: "Deny", Resource: "*" }))],
    },
    refuses: {
      "every resource": ["policy (Read)", resource(ROLE_POLICY, policy({ ...READ, Resource: "*" }))],
      "every resource of a service": [
        "policy (Read)",
        resource(ROLE_POLICY, policy({ ...READ, Resource: ["arn:aws:s3:::*"] })),
      ],
      "one action too many": [
        "policy (statement 1)",
        resource(
          ROLE_POLICY,
          policy({ Effect: "Allow", Action: ["cloudwatch:PutMetricData", "s3:GetObject"], Resource: "*" }),
        ),
      ],
      "every resource except some": [
        "policy (statement 1)",
        resource(ROLE_POLICY, policy({ Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::a" })),
      ],
    },
  },
  "no-public-principal": {
    admits: {
      "a named account": [resource(BUCKET_POLICY, policy({ ...READ, Principal: { AWS: "111111111111" } }))],
      "every principal of one account": [
        resource(
          SECRET,
          policy({ ...READ, Principal: "*", Condition: { StringEquals: { "aws:PrincipalAccount": "111111111111" } } }),
        ),
      ],
      "a denial to everyone": [resource(BUCKET_POLICY, policy({ ...READ, Effect: "Deny", Principal: "*" }))],
    },
    refuses: {
      everyone: ["policy (Read)", resource(BUCKET_POLICY, policy({ ...READ, Principal: "*" }))],
      "everyone in the other spelling": [
        "policy (Read)",
        resource(BUCKET_POLICY, policy({ ...READ, Principal: { AWS: ["*"] } })),
      ],
      "everyone but one": ["policy (Read)", resource(BUCKET_POLICY, policy({ ...READ, NotPrincipal: { AWS: "1" } }))],
      "a condition that is also met without the key": [
        "policy (Read)",
        resource(
          SECRET,
          policy({ ...READ, Principal: "*", Condition: { StringEqualsIfExists: { "aws:PrincipalAccount": "1" } } }),
        ),
      ],
    },
  },
  "no-public-bucket": {
    admits: { "a block of everything": [resource(BLOCK, closed)], "a bucket without grants": [bucket] },
    refuses: {
      "a block that leaves policies": ["blockPublicPolicy", resource(BLOCK, { ...closed, blockPublicPolicy: false })],
      "a block without a setting for old grants": [
        "ignorePublicAcls",
        resource(BLOCK, { blockPublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true }),
      ],
      "a public grant": ["acl", resource("aws:s3/bucketAcl:BucketAcl", { acl: "public-read" })],
      "a public object": ["acl", resource("aws:s3/bucketObjectv2:BucketObjectv2", { acl: "public-read" })],
    },
  },
  "bucket-settings": {
    admits: { "a bucket with all settings": [bucket, setting(BLOCK), setting(BUCKET_ENCRYPTION), setting(VERSIONING)] },
    refuses: {
      "a bucket without a public access block": ["bucket", bucket, setting(BUCKET_ENCRYPTION), setting(VERSIONING)],
      "a bucket without encryption, beside another bucket's": [
        "bucket",
        bucket,
        setting(BLOCK),
        setting(VERSIONING),
        resource(BUCKET_ENCRYPTION, {}, { dependsOn: [`${bucket.urn}-2`] }),
      ],
    },
  },
  "customer-managed-keys": {
    admits: {
      "a log group with a key": [resource("aws:cloudwatch/logGroup:LogGroup", { kmsKeyId: "arn" })],
      "a cluster with a key": [resource(CLUSTER, { encryptionConfig: { provider: { keyArn: "arn" } } })],
      "a bucket with a key": [
        resource(BUCKET_ENCRYPTION, encryption({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "arn" })),
      ],
    },
    refuses: {
      "a log group without a key": ["kmsKeyId", resource("aws:cloudwatch/logGroup:LogGroup")],
      "a secret without": ["kmsKeyId", resource(SECRET)],
      "a cluster without": ["encryptionConfig", resource(CLUSTER)],
      "Airflow without": ["kmsKey", resource("aws:mwaa/environment:Environment")],
      "a bucket with S3's key": [
        "rules.applyServerSideEncryptionByDefault",
        resource(BUCKET_ENCRYPTION, encryption({ sseAlgorithm: "AES256" })),
      ],
      "a bucket with AWS's key": [
        "rules.applyServerSideEncryptionByDefault",
        resource(BUCKET_ENCRYPTION, encryption({ sseAlgorithm: "aws:kms" })),
      ],
    },
  },
  "encrypted-volumes": {
    admits: {
      "encrypted volumes of nodes": [resource(TEMPLATE, ebs("true")), resource(TEMPLATE, ebs(true))],
      "a node group with a launch template": [
        resource("aws:eks/nodeGroup:NodeGroup", { launchTemplate: { id: "x", version: "1" } }),
      ],
      "an encrypted volume": [resource("aws:ebs/volume:Volume", { encrypted: true })],
    },
    refuses: {
      "unencrypted volumes of nodes": ["blockDeviceMappings (/dev/xvda)", resource(TEMPLATE, ebs("false"))],
      "the image's own volumes": ["blockDeviceMappings", resource(TEMPLATE)],
      "a node group without a launch template": ["launchTemplate", resource("aws:eks/nodeGroup:NodeGroup")],
      "an unencrypted volume": ["encrypted", resource("aws:ebs/volume:Volume")],
    },
  },
  "closed-to-the-world": {
    admits: {
      "a block": [resource(INGRESS, { cidrIpv4: "10.0.0.0/8" }), resource(INGRESS, { cidrIpv6: "2001:db8::/32" })],
      "another group": [resource(INGRESS, { referencedSecurityGroupId: "sg-1" })],
      "a way out": [
        resource("aws:ec2/securityGroupRule:SecurityGroupRule", { type: "egress", cidrBlocks: ["0.0.0.0/0"] }),
      ],
      "a private cluster": [resource(CLUSTER, { vpcConfig: { endpointPublicAccess: false } })],
      "a cluster that is public to some addresses": [
        resource(CLUSTER, { vpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["198.51.100.0/24"] } }),
      ],
    },
    refuses: {
      "the world": ["cidrIpv4", resource(INGRESS, { cidrIpv4: "0.0.0.0/0" })],
      "half of it": ["cidrIpv4", resource(INGRESS, { cidrIpv4: "128.0.0.0/1" })],
      "the newer world": ["cidrIpv6", resource(INGRESS, { cidrIpv6: "::/0" })],
      "the internet in a group": [
        "ingress.cidrBlocks",
        resource(GROUP, { ingress: [{ protocol: "tcp", cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] }] }),
      ],
      "the internet in a rule of the older type": [
        "ipv6CidrBlocks",
        resource("aws:ec2/securityGroupRule:SecurityGroupRule", { type: "ingress", ipv6CidrBlocks: ["::/0"] }),
      ],
      "a cluster that is public to all": ["vpcConfig.publicAccessCidrs", resource(CLUSTER, { vpcConfig: {} })],
      "a component that is public to all": [
        "publicAccessCidrs",
        resource("eks:index:Cluster", { endpointPublicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] }),
      ],
    },
  },
  "instance-metadata": {
    admits: {
      "a token, one hop away": [
        resource(TEMPLATE, { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 } }),
      ],
    },
    refuses: {
      "no token": [
        "metadataOptions.httpTokens",
        resource(TEMPLATE, { metadataOptions: { httpTokens: "optional", httpPutResponseHopLimit: 1 } }),
      ],
      "two hops": [
        "metadataOptions.httpPutResponseHopLimit",
        resource(TEMPLATE, { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 } }),
      ],
      "no options at all": ["metadataOptions.httpTokens", resource("aws:ec2/instance:Instance")],
    },
  },
};
