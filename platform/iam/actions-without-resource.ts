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
    about: "lists of the region, which the Cluster Autoscaler, the CloudWatch agent and the roles of delivery read",
    actions: [
      "DescribeAddresses",
      "DescribeAddressesAttribute",
      "DescribeFlowLogs",
      "DescribeImages",
      "DescribeInstanceTypes",
      "DescribeInternetGateways",
      "DescribeLaunchTemplateVersions",
      "DescribeLaunchTemplates",
      "DescribeNatGateways",
      "DescribeNetworkAcls",
      "DescribeNetworkInterfaces",
      "DescribePrefixLists",
      "DescribeRouteTables",
      "DescribeSecurityGroupRules",
      "DescribeSecurityGroups",
      "DescribeSubnets",
      "DescribeTags",
      "DescribeTransitGatewayAttachments",
      "DescribeTransitGatewayVpcAttachments",
      "DescribeTransitGateways",
      "DescribeVolumes",
      "DescribeVpcEndpointServices",
      "DescribeVpcEndpoints",
      "DescribeVpcs",
      "GetInstanceTypesFromInstanceRequirements",
    ],
  },
  eks: {
    about: "a cluster that is yet to be; the roles of delivery may act on one of its name only",
    actions: ["CreateCluster"],
  },
  glue: {
    about: "lists of the account, and bookmarks, which belong to no job's ARN",
    actions: ["GetJobBookmark", "GetJobs", "ListJobs", "ResetJobBookmark"],
  },
  kms: {
    about: "a key that is yet to be, and the region's list of aliases; the roles of delivery make and read keys",
    actions: ["CreateKey", "ListAliases"],
  },
  lakeformation: { about: "what may be read is decided by Lake Formation's own grants", actions: ["GetDataAccess"] },
  logs: {
    about: "a query of one's own, by its ID, and the region's list of groups",
    actions: ["DescribeLogGroups", "StopQuery"],
  },
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

/** Subject of each action that AWS gives no resource, by `service:Action`. */
export const ACTIONS_WITHOUT_RESOURCE: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(BY_SERVICE).flatMap(([service, { about, actions }]) =>
    actions.map((action) => [`${service}:${action}`, about]),
  ),
);
