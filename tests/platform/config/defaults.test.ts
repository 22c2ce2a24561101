import { readStackConfig } from "../../../platform/config/check";
import { NO_COMPATIBILITY } from "../../../platform/config/no-compatibility";
import stackSchema from "../../../platform/config/stack.schema.json";
import { resolveNode, type SchemaNode } from "../../../tools/reference/schema";
import { stackConfig } from "../../support/mocks";

const ROOT_NODE = stackSchema as unknown as SchemaNode;

/** Keys of a schema that may be absent, with their nodes. */
function optionalKeys(schema: SchemaNode, path = ""): [string, SchemaNode][] {
  const node = resolveNode(schema, ROOT_NODE);
  const inner = [node.items, node.additionalProperties].flatMap((each) =>
    typeof each === "object" ? optionalKeys(each, `${path}[]`) : [],
  );
  return [
    ...inner,
    ...Object.entries(node.properties ?? {}).flatMap(([key, child]): [string, SchemaNode][] => {
      const at = path === "" ? key : `${path}.${key}`;
      const own = resolveNode(child, ROOT_NODE);
      return [
        ...((node.required ?? []).includes(key) ? [] : [[at, own] as [string, SchemaNode]]),
        ...optionalKeys(own, at),
      ];
    }),
  ];
}

test.each(optionalKeys(ROOT_NODE))("%s has a default, or says what its absence means", (_, node) => {
  expect(node.default !== undefined || /Default: |Absent |absent /.test(node.description ?? "")).toBe(true);
});

/** A configuration without the keys that have a default, at any depth. */
function withoutDefaults(value: unknown, schema: SchemaNode): unknown {
  const node = resolveNode(schema, ROOT_NODE);
  const values = typeof node.additionalProperties === "object" ? node.additionalProperties : undefined;
  return typeof value !== "object" || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value).flatMap(([key, each]) => {
          const child = node.properties?.[key] ?? values ?? {};
          return child.default === undefined ? [[key, withoutDefaults(each, child)]] : [];
        }),
      );
}

describe("a configuration without any key that has a default", () => {
  const bare = withoutDefaults(stackConfig("development"), ROOT_NODE);
  const { config, findings } = readStackConfig("development", bare);

  test("gets every default once, so that no code repeats one", () => {
    const { cluster, delivery, inCluster, workflows } = config;
    expect(findings.map(({ code }) => code)).toEqual(["too-many-node-groups"]);
    expect(cluster).toMatchObject({ networkPolicyMode: "standard", nodeGroupQuota: 30, privateAccessCidrBlocks: [] });
    expect(cluster.nodeGroups["standard"]).toMatchObject({ labels: {}, taints: [] });
    expect(delivery.permissionsBoundaryArns).toEqual({});
    expect(inCluster).toMatchObject({ egress: [], admissionPolicies: { exceptions: {}, workflowRegistries: [] } });
    expect(workflows.compatibility).toEqual(NO_COMPATIBILITY);
    expect(workflows.ownData).toEqual({ buckets: [], databases: [], keyArns: [] });
  });

  test("is itself left as it is: a stack file is never written with defaults", () => {
    expect(bare).not.toHaveProperty("cluster.nodeGroupQuota");
    expect(bare).not.toHaveProperty("workflows.compatibility");
  });
});
