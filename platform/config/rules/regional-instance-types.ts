import type { Finding } from "../../../diagnostics/problem";
import table from "../../cluster/data/instance-types.json";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";
import { unknownRegion } from "./regions";

/** Families that AWS does not offer, by region; absent for regions that the table does not know. */
const NOT_OFFERED: Readonly<Record<string, readonly string[] | undefined>> = table.familiesNotOffered;

/** Every instance type is one that the region offers. A region that the table does not know gets a warning. */
export function regionalInstanceTypeFindings({ accounts, cluster }: StackConfig): Finding[] {
  const { region } = accounts.compute;
  const families = NOT_OFFERED[region];
  const lookUp = `aws ec2 describe-instance-type-offerings --region ${region}`;
  if (families === undefined) {
    return [unknownRegion(region, "instance types", lookUp)];
  }
  return Object.entries(cluster.nodeGroups).flatMap(([name, { instanceTypes }]) =>
    instanceTypes.flatMap((type, index) =>
      families.includes(type.split(".")[0] ?? "")
        ? [
            broken(
              "not-in-this-region",
              ["cluster", "nodeGroups", name, "instanceTypes", index],
              `${region} does not offer ${type}: write a type that \`${lookUp}\` lists. If it lists this one, take its family out ` +
                "of familiesNotOffered in platform/cluster/data/instance-types.json",
            ),
          ]
        : [],
    ),
  );
}
