/**
 * Actions that a policy may only permit on `*`, by service, with what they are about. A test holds every action against AWS's
 * service reference: it has no resource type there, or none that narrows it.
 */
const BY_SERVICE: Readonly<Record<string, { readonly about: string; readonly actions: readonly string[] }>> = {
  autoscaling: {
    about: "lists of the region, which the Cluster Autoscaler reads",
    actions: [
      "DescribeAutoScalingGroups",
      "DescribeAutoScalingInstances",
      "DescribeLaunchConfigurations",
      "DescribeScalingActivities",
      "DescribeTags",
    ],
  },
  bedrock: {
    about: "lists of the region; the workflows' statements name their regions in a condition",
    actions: ["ListCustomModels", "ListFoundationModels", "ListInferenceProfiles", "ListModelCustomizationJobs"],
  },
  cloudwatch: {
    about: "metrics, which are no resources; writing is narrowed to a namespace by a condition",
    actions: ["GetMetricData", "GetMetricStatistics", "ListMetrics", "PutMetricData"],
  },
  ec2: {
    about: "lists of the region, which the Cluster Autoscaler and the CloudWatch agent read",
    actions: [
      "DescribeImages",
      "DescribeInstanceTypes",
      "DescribeLaunchTemplateVersions",
      "DescribeTags",
      "DescribeVolumes",
      "GetInstanceTypesFromInstanceRequirements",
    ],
  },
  glue: {
    about: "lists of the account, and bookmarks, which belong to no job's ARN",
    actions: ["GetJobBookmark", "GetJobs", "ListJobs", "ResetJobBookmark"],
  },
  lakeformation: { about: "what may be read is decided by Lake Formation's own grants", actions: ["GetDataAccess"] },
  logs: { about: "a query of one's own, by its ID", actions: ["StopQuery"] },
  s3: { about: "a setting of the account, which MWAA checks", actions: ["GetAccountPublicAccessBlock"] },
  textract: {
    about: "a document that comes with the request",
    actions: [
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
    ],
  },
};

/** What each action that AWS gives no resource is about, by `service:Action`. */
export const ACTIONS_WITHOUT_RESOURCE: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(BY_SERVICE).flatMap(([service, { about, actions }]) =>
    actions.map((action) => [`${service}:${action}`, about]),
  ),
);
