import { NODE_CLASS, type Properties, properties, type ResourceRule, type Violation } from "./rule";

const WITH_INSTANCES = ["aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate"];

/** The rule "a pod cannot take the role of its node". */
export const instanceMetadata: ResourceRule = {
  name: "instance-metadata",
  description:
    "Instance metadata needs a token (IMDSv2) and is one hop away, so that pods cannot reach the node's role.",
  check: ({ type, inputs }) => {
    if (type === NODE_CLASS) {
      return looseOptions(properties(inputs["spec"]));
    }
    return WITH_INSTANCES.includes(type) ? looseOptions(inputs) : [];
  },
};

function looseOptions(inputs: Properties): Violation[] {
  const options = properties(inputs["metadataOptions"]);
  return [
    ...(options["httpTokens"] === "required"
      ? []
      : [{ property: "metadataOptions.httpTokens", message: 'IMDSv1 answers without a token: write "required"' }]),
    ...(options["httpPutResponseHopLimit"] === 1
      ? []
      : [
          {
            property: "metadataOptions.httpPutResponseHopLimit",
            message: "a pod is one hop further than its node: write 1",
          },
        ]),
  ];
}
