/** Textract's analysis and detection, at once and as jobs, which the manifest's `textract` permits. */
export const TEXTRACT_ANALYSIS = [
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
];

/**
 * Actions that a policy can only permit on `*`, by service, with their subject. A test compares every action with AWS's
 * service reference: the action has no resource type there, or no type that narrows it.
 */
const BY_SERVICE: Readonly<Record<string, { readonly about: string; readonly actions: readonly string[] }>> = {
  athena: { about: "the names of work groups; tools of workflows that migrate list them", actions: ["ListWorkGroups"] },
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
  chatbot: {
    about: "channels that do not exist yet, and lists of the account; the roles of delivery make and read channels",
    actions: ["CreateSlackChannelConfiguration", "DescribeSlackChannelConfigurations", "ListTagsForResource"],
  },
  cloudwatch: {
    about: "metrics, which are not resources; a condition limits writing to a namespace",
    actions: ["GetMetricData", "GetMetricStatistics", "ListMetrics", "PutMetricData"],
  },
  ec2: {
    about: "lists of the region; readers are both autoscalers, the CloudWatch agent and the roles of delivery",
    actions: [
      "DescribeAddresses",
      "DescribeAddressesAttribute",
      "DescribeFlowLogs",
      "DescribeImages",
      "DescribeInstances",
      "DescribeInstanceStatus",
      "DescribeInstanceTypeOfferings",
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
      "DescribeSpotPriceHistory",
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
    about: "a cluster that does not exist yet; the roles of delivery may act only on a cluster of its name",
    actions: ["CreateCluster"],
  },
  glue: {
    about: "lists of the account, and bookmarks, which belong to no job's ARN",
    actions: ["GetJobBookmark", "GetJobs", "ListJobs", "ResetJobBookmark"],
  },
  iam: {
    about: "the list of an account's instance profiles, which Karpenter reads",
    actions: ["ListInstanceProfiles"],
  },
  kms: {
    about:
      "a key that does not exist yet, and the region's list of aliases; the roles of delivery create and read keys",
    actions: ["CreateKey", "ListAliases"],
  },
  lakeformation: { about: "Lake Formation's own grants decide who may read data", actions: ["GetDataAccess"] },
  logs: {
    about: "the role's own query, by its ID, and the region's list of groups",
    actions: ["DescribeLogGroups", "StopQuery"],
  },
  pricing: { about: "list prices, which are the same for everyone", actions: ["GetProducts"] },
  s3: {
    about:
      "a setting of the account, which MWAA checks, and the names of its buckets, which workflows that migrate list",
    actions: ["GetAccountPublicAccessBlock", "ListAllMyBuckets"],
  },
  textract: {
    about: "a document that is part of the request",
    actions: TEXTRACT_ANALYSIS,
  },
};

/** Subject of each action that AWS gives no resource, by `service:Action`. */
export const ACTIONS_WITHOUT_RESOURCE: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(BY_SERVICE).flatMap(([service, { about, actions }]) =>
    actions.map((action) => [`${service}:${action}`, about]),
  ),
);
