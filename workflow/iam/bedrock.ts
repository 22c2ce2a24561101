import type { PermissionFamily } from "./context";
import { dataAccountArn } from "../../platform/names/workflow";
import { actionsOf, allow } from "../../platform/iam/statement";

/** Lists have no resource type. */
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

/** What can be listed, invoked or customised in the account; each kind of resource belongs to some of the actions only. */
const OWN_RESOURCES = [
  "application-inference-profile",
  "custom-model",
  "custom-model-deployment",
  "inference-profile",
  "model-customization-job",
  "provisioned-model",
];

/** `bedrock`, in the configured regions alone. The Converse operations are authorised as InvokeModel. */
export const bedrockStatements: PermissionFamily = (input) => {
  if (input.iam.bedrock !== true) {
    return [];
  }
  const regions = input.settings.workflows.bedrockRegions;
  const inRegions = { StringEquals: { "aws:RequestedRegion": regions } };
  const resources = regions.flatMap((region) => [
    `arn:aws:bedrock:${region}::foundation-model/*`,
    ...OWN_RESOURCES.map((kind) => `${dataAccountArn(input, "bedrock", region)}${kind}/*`),
  ]);
  return [allow(LIST, ["*"], inRegions), allow(USE, resources, inRegions)];
};
