import type { PermissionFamily } from "./context";
import { actionsOf, allow } from "../../platform/iam/statement";

/** Analysis and detection, at once and as jobs. AWS offers no resource type: the documents are S3's to protect. */
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

/** `textract`. */
export const textractStatements: PermissionFamily = ({ iam }) => (iam.textract === true ? [allow(ANALYSE, ["*"])] : []);
