import type { PermissionFamily } from "./context";
import { allow } from "../../platform/iam/statement";

/**
 * Grants of `lake_formation`: credentials for data that Lake Formation itself has granted to the role. AWS has no
 * resource type.
 */
export const lakeFormationStatements: PermissionFamily = ({ iam }) =>
  iam.lake_formation === true ? [allow(["lakeformation:GetDataAccess"], ["*"])] : [];
