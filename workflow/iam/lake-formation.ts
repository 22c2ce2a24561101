import type { PermissionFamily } from "./context";
import { allow } from "../../platform/iam/statement";

/** `lake_formation`: credentials for what Lake Formation itself has granted to the role; AWS offers no resource type. */
export const lakeFormationStatements: PermissionFamily = ({ iam }) =>
  iam.lake_formation === true ? [allow(["lakeformation:GetDataAccess"], ["*"])] : [];
