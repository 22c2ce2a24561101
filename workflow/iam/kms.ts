import type { PermissionFamily } from "./context";
import { actionsOf, allow } from "../../platform/iam/statement";

const USE = actionsOf("kms", [
  "Decrypt",
  "DescribeKey",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
]);

/** Grants of `kms`: use of the listed keys. */
export const kmsStatements: PermissionFamily = ({ iam }) => (iam.kms === undefined ? [] : [allow(USE, iam.kms)]);
