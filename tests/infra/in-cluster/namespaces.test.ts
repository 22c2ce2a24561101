import { buildProgram, type Recording, runOnMocks, smallStackConfig } from "../../support/mocks";
import { releases } from "./releases";

const NAMESPACE = "kubernetes:core/v1:Namespace";

/** Pod Security level of each namespace. Add a new namespace with its level, and give a reason unless it is restricted. */
const LEVELS: Readonly<Record<string, string>> = {
  mwaa: "restricted",
  "external-secrets": "restricted",
  "gatekeeper-system": "restricted",
  // Its agents read the files of the node.
  "amazon-cloudwatch": "privileged",
};

describe("the namespaces", () => {
  let run: Recording;

  beforeAll(async () => {
    run = await runOnMocks(() => buildProgram("production", smallStackConfig("production")));
  });

  test("each states its Pod Security level, and only those that need it are privileged", () => {
    const levels = run.ofType(NAMESPACE).map(({ inputs }) => {
      const { name, labels } = inputs["metadata"] as { name: string; labels: Record<string, string> };
      return [name, labels["pod-security.kubernetes.io/enforce"]];
    });
    expect(Object.fromEntries(levels)).toEqual(LEVELS);
  });

  test("each release is in one of them or in kube-system, and comes after it", () => {
    for (const { resource, namespace } of releases(run)) {
      expect([...Object.keys(LEVELS), "kube-system"]).toContain(namespace);
      if (namespace !== "kube-system") {
        expect(run.dependencies(resource, NAMESPACE)).toContain(namespace);
      }
    }
  });
});
