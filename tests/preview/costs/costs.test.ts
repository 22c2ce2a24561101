import { idleCost, total } from "../../../preview/costs/idle";
import { nodeGiB, nodePrice } from "../../../preview/costs/nodes";
import { PRICE_SOURCES, type Priced, PRICES } from "../../../preview/costs/prices";
import { fixedCost } from "../../../preview/costs/fixed-costs";
import { mostVcpus } from "../../../preview/costs/vcpu-quotas";
import { costsReference } from "../../../tools/reference/costs";
import { ENVIRONMENTS } from "../../../platform/config/check";
import stackSchema from "../../../platform/config/stack.schema.json";
import { previewOf } from "../../support/preview";

const NO_NODES = { nodeGroups: {} };

const nat = { type: "aws:ec2/natGateway:NatGateway", inputs: {} };
const attachment = { type: "aws:ec2transitgateway/vpcAttachment:VpcAttachment", inputs: {} };
const endpoint = (zones: number): Parameters<typeof fixedCost>[0] => ({
  type: "aws:ec2/vpcEndpoint:VpcEndpoint",
  inputs: { vpcEndpointType: "Interface", subnetIds: Array.from({ length: zones }, (_, zone) => `subnet-${zone}`) },
});

describe("fixed costs", () => {
  test("resources of a kind are counted together, by the month", () => {
    expect(idleCost([nat, nat, nat], NO_NODES)).toEqual([{ what: "NAT gateways", quantity: 3, each: 36.5 }]);
  });

  test("an interface endpoint is paid for in each of its zones, and the gateway endpoint of S3 is free", () => {
    const s3 = { type: "aws:ec2/vpcEndpoint:VpcEndpoint", inputs: { vpcEndpointType: "Gateway" } };
    expect(idleCost([endpoint(3), s3, endpoint(2)], NO_NODES).map(({ quantity }) => quantity)).toEqual([5]);
  });

  test("a replica of a secret is paid for as a secret", () => {
    const secret = { type: "aws:secretsmanager/secret:Secret", inputs: { replicas: [{ region: "eu-west-2" }] } };
    expect(fixedCost(secret)?.quantity).toBe(2);
  });

  test("a line without a known price is counted, and adds nothing to the sum", () => {
    const lines = idleCost([nat, attachment], NO_NODES);
    expect(lines).toContainEqual({ what: "Transit Gateway attachments", quantity: 1, each: null });
    expect(total(lines)).toEqual({ known: 36.5, unknown: 1 });
  });

  test("the order of registrations does not matter", () => {
    expect(idleCost([endpoint(1), nat], NO_NODES)).toEqual(idleCost([nat, endpoint(1)], NO_NODES));
  });

  test("a type of AWS without a cost is an error that says where to write the cost", () => {
    expect(() => fixedCost({ type: "aws:rds/instance:Instance", inputs: {} })).toThrow(
      /The cost of aws:rds\/instance:Instance is unknown\. Add the type to platform\/resource-types\/data\/resource-types\.json/,
    );
  });

  test.each(ENVIRONMENTS)(
    "every resource of %s has a known cost, including those of workflows",
    async (environment) => {
      const { registrations } = await previewOf(environment);
      expect(registrations.map(fixedCost).some((cost) => cost?.what === "EKS control planes")).toBe(true);
    },
  );
});

describe("nodes", () => {
  test("only nodes that always exist count, with all their volumes", () => {
    const group = {
      capacity: "on-demand",
      amiType: "BOTTLEROCKET_x86_64",
      amiReleaseVersion: "1.64.0-ad9d4847",
      labels: {},
      draining: false,
    } as const;
    const sizes = {
      maxSize: 9,
      desiredSize: 5,
      diskSizeGiB: 100,
      instanceTypes: ["m6a.xlarge"] as [string],
      taints: [],
    };
    const lines = idleCost([], {
      nodeGroups: { always: { ...group, ...sizes, minSize: 2 }, sometimes: { ...group, ...sizes, minSize: 0 } },
    });
    expect(lines.map(({ what, quantity }) => [what, quantity])).toEqual([
      ["nodes of always, m6a.xlarge on demand", 2],
      ["GiB of their volumes", 2 * nodeGiB({ amiType: "BOTTLEROCKET_x86_64", diskSizeGiB: 100 })],
    ]);
  });

  test("m6a is priced by its vCPUs", () => {
    expect(nodePrice({ instanceTypes: ["m6a.48xlarge"] }).hour).toBeCloseTo(9.5904, 6);
  });

  test("a group is priced by the first of its types with a known price, and has no price without such a type", () => {
    expect(nodePrice({ instanceTypes: ["m7i.xlarge", "m6a.xlarge"] }).type).toBe("m6a.xlarge");
    expect(nodePrice({ instanceTypes: ["g5.48xlarge", "g6.48xlarge"] })).toEqual({ type: "g5.48xlarge", hour: null });
  });
});

test("vCPUs count against the quota of their capacity and kind, with every node that a group may have", () => {
  const common = {
    amiReleaseVersion: "1.64.0-ad9d4847",
    minSize: 0,
    desiredSize: 0,
    diskSizeGiB: 100,
    labels: {},
    taints: [],
    draining: false,
  };
  const general = { ...common, amiType: "BOTTLEROCKET_x86_64", instanceTypes: ["m6a.xlarge"] as [string] } as const;
  const gpu = { ...common, amiType: "BOTTLEROCKET_x86_64_NVIDIA", instanceTypes: ["g5.2xlarge"] as [string] } as const;
  const gpuPool = {
    ...common,
    fleet: "gpu",
    capacity: "spot",
    amiType: gpu.amiType,
    instanceFamilies: ["g5"] as [string],
  } as const;
  expect(
    mostVcpus({
      nodePools: {
        "gpu-spot": { ...gpuPool, maxVcpu: 48 },
      },
      nodeGroups: {
        one: { ...general, capacity: "spot", maxSize: 3 },
        two: { ...general, capacity: "spot", maxSize: 2 },
        three: { ...general, capacity: "on-demand", maxSize: 1 },
        four: { ...gpu, capacity: "on-demand", maxSize: 2 },
      },
    }),
  ).toEqual({ "on-demand standard": 4, "spot standard": 20, "on-demand gpu": 16, "spot gpu": 48 });
});

describe("the price list", () => {
  test.each(stackSchema.$defs.Airflow.properties.environmentClass.enum)("has the MWAA class %s", (environmentClass) => {
    expect(PRICES).toHaveProperty([`${environmentClass}Hour`]);
  });

  test.each(Object.keys(PRICES) as Priced[])("%s names its source, and is unknown without one", (name) => {
    const { amount, source } = PRICES[name];
    expect(PRICE_SOURCES).toHaveProperty([source]);
    expect(amount === null).toBe(source === "none");
  });
});

test("the page gives the number of lines that a sum leaves out", async () => {
  const { registrations } = await previewOf("development");
  const config = { cluster: { nodeGroups: {}, nodePools: {} } } as unknown as Parameters<
    typeof costsReference
  >[0][number]["config"];
  expect(costsReference([{ stack: "development", registrations, config }])).toMatch(
    /### development: \d+\.\d\d a month, and 2 lines without a known price/,
  );
});
