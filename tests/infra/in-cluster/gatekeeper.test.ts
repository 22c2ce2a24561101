import { chart } from "../../../platform/cluster/charts";
import { buildProgram, type Recording, runOnMocks, smallStackConfig } from "../../support/mocks";
import { release } from "./releases";

const NAMESPACE = "kubernetes:core/v1:Namespace";

describe("Gatekeeper", () => {
  let run: Recording;
  let values: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    run = await runOnMocks(() => buildProgram("production", smallStackConfig("production")));
    values = release(run, "gatekeeper").values;
  });

  test("a Gatekeeper that is away locks nobody out of kube-system, nor of any namespace but the workflows'", () => {
    const exempt = values["validatingWebhookExemptNamespacesLabels"] as Record<string, string[]>;
    expect(exempt["kubernetes.io/metadata.name"]).toContain("kube-system");
    expect(exempt["kubernetes.io/metadata.name"]).not.toContain("mwaa");
    const [condition, ...others] = values["validatingWebhookMatchConditions"] as { expression: string }[];
    expect(others).toEqual([]);
    expect(condition?.expression.match(/'[a-z-]+'/g)).toEqual(["'mwaa'"]);
    expect(values["validatingWebhookCheckIgnoreFailurePolicy"]).toBe("Ignore");
  });

  test("it is asked about pods of namespaces, and about its own objects, which have none", () => {
    const rules = values["validatingWebhookCustomRules"] as { apiGroups: string[]; scope: string }[];
    expect(rules.map(({ apiGroups, scope }) => [apiGroups, scope])).toEqual([
      [[""], "Namespaced"],
      [["templates.gatekeeper.sh", "constraints.gatekeeper.sh"], "Cluster"],
    ]);
  });

  test("a pod that nobody has looked at does not run as a workflow", () => {
    expect(values["validatingWebhookFailurePolicy"]).toBe("Fail");
  });

  test("it counts as installed when its webhook answers", () => {
    const { resource } = release(run, "gatekeeper");
    expect(resource.inputs).toMatchObject({ skipAwait: false, atomic: true, timeout: 600 });
    expect(values["postInstall"]).toMatchObject({
      labelNamespace: { enabled: false },
      probeWebhook: { enabled: true },
    });
  });

  test("its namespace has from the start what its own installation would add", () => {
    expect(run.one(NAMESPACE, "gatekeeper-system").inputs["metadata"]).toMatchObject({
      labels: {
        "admission.gatekeeper.sh/ignore": "no-self-managing",
        "pod-security.kubernetes.io/enforce": "restricted",
      },
    });
  });
});

test("the controller is the version that the chart is, so that gator and the cluster agree", () => {
  const { version, images } = chart("gatekeeper");
  expect(images.filter(({ name }) => name !== "probe").map(({ tag }) => tag)).toEqual([`v${version}`, `v${version}`]);
});
