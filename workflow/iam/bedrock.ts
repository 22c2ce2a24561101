import { sortedUnique } from "../../platform/iam/patterns";
import { compatibilityOf, grantsFor } from "./configured";
import type { PermissionFamily, RoleInput } from "./context";
import { dataAccountArn } from "../../platform/names/workflow";
import { actionsOf, allow } from "../../platform/iam/statement";

/** AWS has no resource type for these. */
const LIST = actionsOf("bedrock", [
  "ListCustomModels",
  "ListFoundationModels",
  "ListInferenceProfiles",
  "ListModelCustomizationJobs",
]);

const USE = actionsOf("bedrock", [
  "CreateModelCustomizationJob",
  "GetCustomModel",
  "GetFoundationModel",
  "GetInferenceProfile",
  "GetModelCustomizationJob",
  "InvokeModel",
  "InvokeModelWithResponseStream",
  "StopModelCustomizationJob",
]);

/** The account's own resource types. Each applies to some of the actions. */
const OWN_RESOURCES = [
  "application-inference-profile",
  "custom-model",
  "custom-model-deployment",
  "inference-profile",
  "model-customization-job",
  "provisioned-model",
];

/** Grants of `bedrock`, in the configured regions only. IAM authorises the Converse operations as InvokeModel. */
export const bedrockStatements: PermissionFamily = (input) => {
  if (input.iam.bedrock !== true) {
    return [];
  }
  const regions = sortedUnique([...input.settings.workflows.bedrockRegions, ...addedBedrockRegions(input)]);
  const inRegions = { StringEquals: { "aws:RequestedRegion": regions } };
  const resources = regions.flatMap((region) => [
    `arn:aws:bedrock:${region}::foundation-model/*`,
    ...OWN_RESOURCES.map((kind) => `${dataAccountArn(input, "bedrock", region)}${kind}/*`),
  ]);
  return [allow(LIST, ["*"], inRegions), allow(USE, resources, inRegions)];
};

/**
 * Regions that `compatibility.bedrockRegions` adds. A cross-region inference profile calls the model in any region that it routes to:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html.
 */
export function addedBedrockRegions(input: RoleInput): string[] {
  const { bedrockRegions } = input.settings.workflows;
  const added = grantsFor(input, compatibilityOf(input).bedrockRegions).flatMap(({ regions }) => regions);
  return sortedUnique(added.filter((region) => !bedrockRegions.includes(region)));
}
