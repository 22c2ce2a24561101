import type { Registration } from "../../preview/offline/registration";
import { groupBy } from "../../diagnostics/group-by";
import type { Diagram } from "../../cli/diagrams/dot";
import { COLOURS } from "./colours";

/** The layers in the order of `infra/index.ts`: name, and folder of the code. */
const LAYERS = {
  network: { title: "Network", folder: "infra/network", colour: COLOURS.compute },
  cluster: { title: "Cluster", folder: "infra/cluster", colour: COLOURS.compute },
  "in-cluster": { title: "In the cluster", folder: "infra/cluster, as Kubernetes' objects", colour: "#ece6f6" },
  airflow: { title: "Airflow", folder: "infra/airflow", colour: COLOURS.compute },
  workflows: { title: "Workflows", folder: "infra/workflows, from manifests/", colour: COLOURS.data },
} as const;

type Layer = keyof typeof LAYERS;

/** Most kinds of resources that a box or an arrow names; the most frequent ones. */
const SHOWN = 3;

/** Kinds that do not characterise a layer, because every layer has them or the boxes represent them. */
const TELLS_NOTHING = /^(aws:(iam|kms|cloudwatch|autoscaling|ec2\/tag)|analytical-platform:|kubernetes:constraints)/;

/**
 * The layers of an environment and the needs between them, from the program's resources. An arrow represents the dependencies
 * of all resources of one layer on those of another, and names the kinds that are needed most.
 */
export function layers(registrations: readonly Registration[]): Diagram {
  const byUrn = new Map(registrations.map((one) => [one.urn, one]));
  const layerOf = (urn: string): Layer | undefined => findLayer(byUrn.get(urn), byUrn);
  const needs = registrations.flatMap(({ urn, dependsOn }) =>
    dependsOn.flatMap((needed) => {
      const [from, to] = [layerOf(urn), layerOf(needed)];
      const type = byUrn.get(needed)?.type ?? "";
      return from === undefined || to === undefined || from === to ? [] : [{ from, to, type }];
    }),
  );
  const members = groupBy(registrations, ({ urn }) => layerOf(urn));
  return {
    title: "The layers of an environment, and what each needs of the others",
    direction: "TB",
    boxes: Object.entries(LAYERS).map(([id, { title, folder, colour }]) => ({
      id,
      lines: [title, folder, `${kinds((members.get(id as Layer) ?? []).map(({ type }) => type)).join(", ")}, …`],
      colour,
    })),
    arrows: [...groupBy(needs, ({ from, to }) => `${from} ${to}`).values()].flatMap((group) => {
      const [first] = group;
      return first === undefined ? [] : [{ ...first, label: kinds(group.map(({ type }) => type)).join("\n") }];
    }),
  };
}

/** The layer of a resource: its component below the stack, or the layer of objects in the cluster. */
function findLayer(one: Registration | undefined, byUrn: ReadonlyMap<string, Registration>): Layer | undefined {
  let above = one;
  while (above !== undefined && !(above.name in LAYERS && above.type.startsWith("analytical-platform:"))) {
    above = byUrn.get(above.parent ?? "");
  }
  const layer = above?.name as Layer | undefined;
  return layer === "cluster" && one?.type.startsWith("kubernetes:") === true ? "in-cluster" : layer;
}

/** The most frequent kinds of resources, in alphabetical order: `Subnet` of `aws:ec2/subnet:Subnet`. */
function kinds(types: readonly string[]): string[] {
  const telling = types.filter((type) => !TELLS_NOTHING.test(type));
  const counted = [...groupBy(telling, (type) => type.slice(type.lastIndexOf(":") + 1).replace(/v\d$/, ""))];
  return counted
    .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .slice(0, SHOWN)
    .map(([kind]) => kind)
    .sort();
}
