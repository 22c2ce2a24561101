import { isTrue, NODE_CLASS, type Properties, properties, type ResourceRule, values, type Violation } from "./rule";

/** The rule "no volume is in plain text". */
export const encryptedVolumes: ResourceRule = {
  name: "encrypted-volumes",
  description: "Every volume is encrypted, also those of nodes.",
  check: (resource) => {
    switch (resource.type) {
      case "aws:ebs/volume:Volume":
        return isTrue(resource.inputs["encrypted"])
          ? []
          : [{ property: "encrypted", message: "not encrypted: write encrypted: true" }];
      case "aws:ec2/launchTemplate:LaunchTemplate":
        return volumesOf(resource.inputs);
      case NODE_CLASS:
        return volumesOf(properties(resource.inputs["spec"]));
      case "aws:eks/nodeGroup:NodeGroup":
        return "launchTemplate" in resource.inputs
          ? []
          : [
              {
                property: "launchTemplate",
                message: "without one, EKS creates nodes with unencrypted volumes: give the group a launch template",
              },
            ];
      default:
        return [];
    }
  },
};

/** With a launch template that names no device, nodes get the image's own volumes, which are not encrypted. */
function volumesOf(inputs: Properties): Violation[] {
  const devices = values(inputs["blockDeviceMappings"]).map(properties);
  if (devices.length === 0) {
    return [
      {
        property: "blockDeviceMappings",
        message: "the image's volumes are not encrypted: name each with encrypted: true",
      },
    ];
  }
  return devices
    .filter(({ ebs }) => !isTrue(properties(ebs)["encrypted"]))
    .map(({ deviceName }) => ({
      property: `blockDeviceMappings (${String(deviceName)})`,
      message: 'not encrypted: write ebs: { encrypted: "true" }',
    }));
}
