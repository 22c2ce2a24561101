import type { PermissionFamily } from "./context";
import { actionsOf, allow } from "../../platform/iam/statement";

/**
 * Analysis and detection, at once and as jobs. AWS has no resource type for these; the grants on S3 protect the
 * documents.
 */
const ANALYSE = actionsOf("textract", [
  "AnalyzeDocument",
  "AnalyzeExpense",
  "AnalyzeID",
  "DetectDocumentText",
  "GetDocumentAnalysis",
  "GetDocumentTextDetection",
  "GetExpenseAnalysis",
  "GetLendingAnalysis",
  "GetLendingAnalysisSummary",
  "StartDocumentAnalysis",
  "StartDocumentTextDetection",
  "StartExpenseAnalysis",
  "StartLendingAnalysis",
]);

/** Grants of `textract`. */
export const textractStatements: PermissionFamily = ({ iam }) => (iam.textract === true ? [allow(ANALYSE, ["*"])] : []);
