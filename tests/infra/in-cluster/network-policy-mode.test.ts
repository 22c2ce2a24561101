import { DAEMON_SETS } from "../../../platform/cluster/daemon-sets";
import { SELECTED_NAMESPACES } from "../../../platform/cluster/network-policy-mode";
import { networkPolicyFindings } from "../../../platform/config/rules/cluster";
import { buildProgram, type Recorded, type Recording, runOnMocks, smallStackConfig } from "../../support/mocks";
import { releases } from "./releases";

const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const NAMESPACE = "kubernetes:core/v1:Namespace";
const ADD_ON = "aws:eks/addon:Addon";

type Mode = "standard" | "strict";

async function build(networkPolicyMode?: Mode): Promise<Recording> {
  const config = smallStackConfig("production");
  Object.assign(config.cluster, { networkPolicyMode });
  // A GPU image without a device plugin, so that its release is there too.
  Object.assign(config.cluster.nodeGroups["gpu-spot-xlarge"] ?? {}, {
    amiType: "AL2023_x86_64_NVIDIA",
    amiReleaseVersion: "1.36.0-20260801",
  });
  return await runOnMocks(() => buildProgram("production", config));
}

interface Policy {
  readonly namespace: string;
  readonly spec: {
    readonly podSelector: object;
    readonly policyTypes: readonly string[];
    readonly [rules: string]: unknown;
  };
}

function policyOf({ inputs }: Recorded): Policy {
  return { namespace: (inputs["metadata"] as { namespace: string }).namespace, spec: inputs["spec"] as Policy["spec"] };
}

/** Namespaces in which policies together select every pod, both for what comes in and for what goes out. */
function whollySelected(run: Recording): string[] {
  const both = run
    .ofType(POLICY)
    .map(policyOf)
    .filter(({ spec }) => Object.keys(spec.podSelector).length === 0)
    .flatMap(({ namespace, spec }) => spec.policyTypes.map((type) => `${namespace} ${type}`));
  const names = [...new Set(both.map((text) => text.split(" ")[0] ?? ""))];
  return names.filter((name) => both.includes(`${name} Ingress`) && both.includes(`${name} Egress`)).sort();
}

function environmentOf(run: Recording): Record<string, string> {
  const values = JSON.parse(run.one(ADD_ON, "vpc-cni").inputs["configurationValues"] as string) as {
    env: Record<string, string>;
  };
  return values.env;
}

describe("networkPolicyMode: strict", () => {
  let run: Recording;
  beforeAll(async () => {
    run = await build("strict");
  });

  test("starts pods closed", () => {
    expect(environmentOf(run)["NETWORK_POLICY_ENFORCING_MODE"]).toBe("strict");
  });

  test("a policy selects every pod of every release, add-on, DaemonSet and namespace of the program", () => {
    const selected = whollySelected(run);
    const places = [
      ...releases(run).map(({ namespace }) => namespace),
      ...DAEMON_SETS.map(({ namespace }) => namespace),
      ...run.ofType(NAMESPACE).map(({ inputs }) => (inputs["metadata"] as { name: string }).name),
      // EKS's add-ons, DNS among them.
      "kube-system",
    ];
    expect(releases(run).length).toBeGreaterThan(5);
    expect([...new Set(places)].filter((place) => !selected.includes(String(place)))).toEqual([]);
    expect(selected).toEqual([...SELECTED_NAMESPACES].sort());
  });

  test("takes nothing from the pods of the system that they have without it", () => {
    const open = run.ofType(POLICY).filter(({ name }) => name.endsWith("-open"));
    expect(open).toHaveLength(4);
    expect(open.map((resource) => policyOf(resource).spec)).toEqual(
      open.map(() => ({ podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: [{}], egress: [{}] })),
    );
  });

  test("the policies are there before the network closes, on the first deployment and later", () => {
    const vpcCni = run.one(ADD_ON, "vpc-cni");
    for (const policy of run.ofType(POLICY).filter(({ name }) => name.endsWith("-open"))) {
      expect(run.dependsOn(vpcCni, policy)).toBe(true);
      expect(run.dependsOn(policy, vpcCni)).toBe(false);
    }
  });
});

test.each([undefined, "standard"] as const)(
  "with networkPolicyMode %s the system has no policies, and needs none",
  async (mode) => {
    const run = await build(mode);
    expect(environmentOf(run)).not.toHaveProperty("NETWORK_POLICY_ENFORCING_MODE");
    expect(whollySelected(run)).toEqual(["mwaa"]);
  },
);

describe("strict is refused", () => {
  const [known] = DAEMON_SETS;
  const forgotten = { ...known, name: "karpenter", namespace: "karpenter" } as (typeof DAEMON_SETS)[number];

  test("where a pod would have no policy, naming the pod, its namespace and the file", () => {
    const [finding, ...others] = networkPolicyFindings({ networkPolicyMode: "strict" }, [...DAEMON_SETS, forgotten]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: "pod-without-network-policy", path: ["cluster", "networkPolicyMode"] });
    expect(finding?.message).toMatch(/cut off karpenter.*namespace karpenter.*system-namespaces\.ts/);
  });

  test("nowhere else", () => {
    expect(networkPolicyFindings({ networkPolicyMode: "strict" })).toEqual([]);
    expect(networkPolicyFindings({ networkPolicyMode: "standard" }, [forgotten])).toEqual([]);
  });
});
