import type { Finding } from "../../../diagnostics/problem";
import table from "../../cluster/data/instance-types.json";
import { instanceFamily } from "../../cluster/node-pools";
import type { StackConfig } from "../stack.generated";
import { broken, type Path } from "./finding";
import { unknownRegion } from "./regions";

/** Families that AWS does not offer, by region; absent for regions that the table does not know. */
const NOT_OFFERED: Readonly<Record<string, readonly string[] | undefined>> = table.familiesNotOffered;

/** Every instance type is one that the region offers. A region that the table does not know gets a warning. */
export function regionalInstanceTypeFindings({ accounts, cluster }: StackConfig): Finding[] {
  const { region } = accounts.compute;
  const families = NOT_OFFERED[region];
  if (families === undefined) {
    return [unknownRegion(region, "instance types", lookUpIn(region))];
  }
  const groups = Object.entries(cluster.nodeGroups).map(([name, { instanceTypes }]) => ({
    path: ["cluster", "nodeGroups", name, "instanceTypes"],
    wanted: instanceTypes.map((type) => ({ name: type, family: instanceFamily(type) })),
  }));
  const pools = Object.entries(cluster.nodePools).map(([name, { instanceFamilies }]) => ({
    path: ["cluster", "nodePools", name, "instanceFamilies"],
    wanted: instanceFamilies.map((family) => ({ name: family, family })),
  }));
  return [...groups, ...pools].flatMap(({ path, wanted }) =>
    wanted.flatMap(({ name, family }, index) =>
      families.includes(family) ? [notOffered([...path, index], name, region)] : [],
    ),
  );
}

function notOffered(path: Path, what: string, region: string): Finding {
  return broken(
    "not-in-this-region",
    path,
    `${region} does not offer ${what}: write a type that \`${lookUpIn(region)}\` lists. If it lists this one, take its family out ` +
      "of familiesNotOffered in platform/cluster/data/instance-types.json",
  );
}

function lookUpIn(region: string): string {
  return `aws ec2 describe-instance-type-offerings --region ${region}`;
}
