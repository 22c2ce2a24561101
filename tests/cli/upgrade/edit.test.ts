import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { type Edit, EditError, editYaml } from "../../../cli/upgrade/edit";
import { ROOT } from "../../../platform/root";
import { loadYaml } from "../../../diagnostics/load-yaml";
import { STACKS, stackConfig } from "../../support/mocks";

const CLUSTER = ["config", "analytical-platform-airflow:cluster"];

test.each(STACKS)(
  "Pulumi.%s.yaml: every byte outside the changed values stays, and the reverse edit restores the file",
  (stack) => {
    const text = readFileSync(resolve(ROOT, `Pulumi.${stack}.yaml`), "utf8");
    const { cluster } = stackConfig(stack);
    const edits: Edit[] = [
      { path: [...CLUSTER, "kubernetesVersion"], value: "1.99" },
      { path: [...CLUSTER, "addonVersions", "coredns"], value: "v9.9.9-eksbuild.9" },
      ...Object.keys(cluster.nodeGroups).map((name) => ({
        path: [...CLUSTER, "nodeGroups", name, "amiReleaseVersion"],
        value: "9.99.999-99999999",
      })),
    ];
    const changed = editYaml(text, edits);
    const release = Object.values(cluster.nodeGroups)[0]?.amiReleaseVersion ?? "";
    const marks = (content: string, versions: readonly string[]): string =>
      versions.reduce((result, version) => result.replaceAll(version, "·"), content);
    expect(marks(changed, ['"1.99"', "v9.9.9-eksbuild.9", "9.99.999-99999999"])).toBe(
      marks(text, [`"${cluster.kubernetesVersion}"`, cluster.addonVersions.coredns, release]),
    );
    const undo = edits.map(({ path }) => ({
      path,
      value: path.slice(2).reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], cluster) as string,
    }));
    expect(editYaml(changed, undo)).toBe(text);
  },
);

test.each<[string, string, Edit[], string]>([
  ["plain text", "a: x # why\nb: y", [{ path: ["a"], value: "z" }], "a: z # why\nb: y"],
  ["double quotes", 'a: "x"\n', [{ path: ["a"], value: "1.37" }], 'a: "1.37"\n'],
  ["single quotes", "a:   'x'\n", [{ path: ["a"], value: "1.37" }], "a:   '1.37'\n"],
  ["a map in one line", "a: { b: x, c: y } \n", [{ path: ["a", "c"], value: "zz" }], "a: { b: x, c: zz } \n"],
  ["lines that end as on Windows", "a: x\r\nb: y\r\n", [{ path: ["b"], value: "z" }], "a: x\r\nb: z\r\n"],
  ["text beyond ASCII", "# größe 🚀\na: x\n", [{ path: ["a"], value: "z" }], "# größe 🚀\na: z\n"],
  ["an item of a list", "a: [x, y]\n", [{ path: ["a", 1], value: "z" }], "a: [x, z]\n"],
  [
    "an anchor that all share",
    "a: &v x\nb: *v\n",
    [
      { path: ["a"], value: "z" },
      { path: ["b"], value: "z" },
    ],
    "a: &v z\nb: *v\n",
  ],
  [
    "a value that is merged in",
    "a: &d { v: x }\nb: { <<: *d, w: y }\n",
    [
      { path: ["a", "v"], value: "z" },
      { path: ["b", "v"], value: "z" },
    ],
    "a: &d { v: z }\nb: { <<: *d, w: y }\n",
  ],
])("%s: changed in its own style", (_, text, edits, expected) => {
  expect(editYaml(text, edits)).toBe(expected);
});

test.each<[string, string, Edit[], RegExp]>([
  [
    "an anchor that others share",
    "a: &v x\nb: *v\n",
    [{ path: ["a"], value: "z" }],
    /anchors or merges share these values/,
  ],
  ["a text of several lines", "a: |\n  x\n", [{ path: ["a"], value: "z" }], /write it on one/],
  ["a value that is not there", "a: x\n", [{ path: ["b"], value: "z" }], /b is not a text in this file/],
  ["a plain text that would become a number", "a: x\n", [{ path: ["a"], value: "1.30" }], /./],
])("%s: refused, with the reason", (_, text, edits, message) => {
  expect(() => editYaml(text, edits)).toThrow(EditError);
  expect(() => editYaml(text, edits)).toThrow(message);
});

test("the changed text has the changed meaning and no other", () => {
  const changed = editYaml("a: &v x\nb: { c: *v }\nd: [1, 2]\n", [
    { path: ["a"], value: "z" },
    { path: ["b", "c"], value: "z" },
  ]);
  expect(loadYaml(changed).data).toEqual({ a: "z", b: { c: "z" }, d: [1, 2] });
});
