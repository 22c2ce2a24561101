import { MANDATORY_TAGS } from "../../../policies/pulumi/rules/mandatory-tags";
import { buildProgram, type Recording, runOnMocks, smallStackConfig, text } from "../../support/mocks";

let run: Recording;

beforeAll(async () => {
  run = await runOnMocks(() => buildProgram("production", smallStackConfig("production")));
});

test("the security group that EKS makes is tagged: the cluster's tags do not reach it", () => {
  const tags = run.ofType("aws:ec2/tag:Tag");
  expect(tags.map(({ inputs }) => inputs["key"])).toEqual(expect.arrayContaining([...MANDATORY_TAGS]));
  tags.forEach((tag) => {
    expect(run.dependencies(tag, "eks:index:Cluster")).toEqual(["cluster"]);
    expect(tag.inputs["resourceId"]).toBe("sg-offline-cluster");
  });
});

test("volumes that pods claim are tagged by the driver that makes them", () => {
  const driver = run.one("aws:eks/addon:Addon", "aws-ebs-csi-driver");
  const { controller } = JSON.parse(text(driver, "configurationValues")) as {
    controller: { extraVolumeTags: Record<string, string> };
  };
  expect(Object.keys(controller.extraVolumeTags)).toEqual(expect.arrayContaining([...MANDATORY_TAGS]));
});

test("EKS never raises the version by itself", () => {
  expect(run.one("eks:index:Cluster", "cluster").inputs["upgradePolicy"]).toEqual({ supportType: "EXTENDED" });
});
