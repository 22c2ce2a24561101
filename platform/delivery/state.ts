import { allow, type IdentityStatement } from "../iam/statement";
import { PROJECT } from "../config/check";
import type { DeliveryConfig } from "../config/stack.generated";
import type { Access } from "../names/delivery";

/**
 * Statements for the environment's own state in the bucket. The paths are those of the CLI's S3 backend (pulumi/pulumi,
 * `pkg/backend/diy`). They leave out other environments' state and that of the roles themselves. A preview takes no lock and
 * writes nothing.
 */
export function stateStatements(environment: string, { state }: DeliveryConfig, access: Access): IdentityStatement[] {
  const bucket = `arn:aws:s3:::${state.bucket}`;
  const own = [
    `${bucket}/.pulumi/stacks/${PROJECT}/${environment}.*`,
    `${bucket}/.pulumi/history/${PROJECT}/${environment}/*`,
    `${bucket}/.pulumi/backups/${PROJECT}/${environment}/*`,
    `${bucket}/.pulumi/locks/organization/${PROJECT}/${environment}/*`,
  ];
  const writes = access === "apply";
  return [
    allow(["s3:ListBucket"], [bucket], { StringLike: { "s3:prefix": [".pulumi/*"] } }),
    allow(["s3:GetObject"], [`${bucket}/.pulumi/meta.yaml`, ...own]),
    ...(writes ? [allow(["s3:DeleteObject", "s3:PutObject"], own)] : []),
    allow(writes ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"], [state.keyArn]),
  ];
}
