/** `node group` of `aws:eks/nodeGroup:NodeGroup`; `aws provider` of `pulumi:providers:aws`. */
export function typeInWords(type: string): string {
  const last = type.split(":").at(-1) ?? type;
  if (type.startsWith("pulumi:providers:")) {
    return `${last} provider`;
  }
  const noun = last.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return NOUNS[type] ?? noun;
}

/** Types whose last part is not what they are called. */
const NOUNS: Readonly<Record<string, string>> = {
  "aws:autoscaling/tag:Tag": "autoscaling tag",
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": "transit gateway attachment",
  "aws:ec2/vpc:Vpc": "VPC",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "VPC endpoint",
  "aws:eks/addon:Addon": "add-on",
  "aws:kms/key:Key": "KMS key",
  "aws:kms/alias:Alias": "KMS alias",
  "aws:mwaa/environment:Environment": "Airflow environment",
  "aws:s3/bucketObjectv2:BucketObjectv2": "object",
  "eks:index:Cluster": "EKS cluster",
  "kubernetes:helm.sh/v3:Release": "Helm release",
};

/** `3 node groups`, `1 node group`. */
export function countOf(count: number, noun: string): string {
  const plural = /(s|x|ch)$/.test(noun)
    ? `${noun}es`
    : /[^aeiou]y$/.test(noun)
      ? `${noun.slice(0, -1)}ies`
      : `${noun}s`;
  return `${count} ${count === 1 ? noun : plural}`;
}

/** Names that a line lists before it counts the rest. */
const LISTED = 3;

/** `` `a`, `b`, `c` and 27 more ``. */
export function someNames(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).map((name) => `\`${name}\``);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
