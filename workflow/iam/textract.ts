import type { PermissionFamily } from "./context";
import { TEXTRACT_ANALYSIS } from "../../platform/iam/actions-without-resource";
import { actionsOf, allow } from "../../platform/iam/statement";

/** Grants of `textract`. AWS has no resource type for its actions; the grants on S3 protect the documents. */
export const textractStatements: PermissionFamily = ({ iam }) =>
  iam.textract === true ? [allow(actionsOf("textract", TEXTRACT_ANALYSIS), ["*"])] : [];
