import { compiled, manifest, migrating } from "../../support/manifests";
import { buildProgram, type Recording, runOnMocks, smallStackConfig } from "../../support/mocks";
import { type EgressRuleObject, reaches } from "../../support/network-policies";

const STACK = migrating("development", {
  egress: [{ workflows: ["examples/clones"], cidrBlocks: ["0.0.0.0/0"], ports: ["ssh", 2222] }],
});
const workflow = (name: string) => compiled(manifest(), STACK, `manifests/development/examples/${name}/workflow.yml`);
const CLONES = workflow("clones");
const OTHER = workflow("clones-too");

interface NetworkPolicy {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly podSelector: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly policyTypes: readonly string[];
    readonly egress?: readonly EgressRuleObject[];
  };
}

let recording: Recording;

beforeAll(async () => {
  recording = await runOnMocks(() => buildProgram("development", smallStackConfig("development"), [CLONES, OTHER]));
});

/** Policies for outgoing connections that select pods with these labels, as Kubernetes adds them up. */
function policiesOf({ dag: { namespace, labels } }: typeof CLONES): NetworkPolicy[] {
  return recording.all
    .filter(({ type }) => type === "kubernetes:networking.k8s.io/v1:NetworkPolicy")
    .map(({ inputs }) => inputs as unknown as NetworkPolicy)
    .filter(
      ({ metadata, spec }) =>
        metadata.namespace === namespace &&
        spec.policyTypes.includes("Egress") &&
        Object.entries(spec.podSelector.matchLabels ?? {}).every(([key, value]) => labels[key] === value),
    );
}

const connects = (of: typeof CLONES, address: string, port: number): boolean =>
  reaches(
    policiesOf(of).flatMap(({ spec }) => spec.egress ?? []),
    address,
    port,
  );

describe("pods of a workflow that compatibility.egress lists", () => {
  test("have one more policy, which selects the labels that the DAG gives its pods", () => {
    expect(
      policiesOf(CLONES)
        .map(({ metadata }) => metadata.name)
        .sort(),
    ).toEqual(["egress", "examples-clones.egress"]);
    expect(policiesOf(OTHER).map(({ metadata }) => metadata.name)).toEqual(["egress"]);
  });

  test("clone over SSH and still reach HTTPS", () => {
    expect([22, 2222, 443].map((port) => connects(CLONES, "140.82.121.4", port))).toEqual([true, true, true]);
    expect([21, 25, 5432].map((port) => connects(CLONES, "140.82.121.4", port))).toEqual([false, false, false]);
  });

  test("do not reach SSH of the VPC's machines or of instance metadata", () => {
    const { cidrBlock } = smallStackConfig("development").network;
    const machine = cidrBlock.replace(/\d+\/\d+$/, "9");
    expect([machine, "169.254.169.254"].map((address) => connects(CLONES, address, 22))).toEqual([false, false]);
  });

  test("are the only ones: another workflow's pods reach HTTPS alone", () => {
    expect([22, 2222, 443].map((port) => connects(OTHER, "140.82.121.4", port))).toEqual([false, false, true]);
  });
});
