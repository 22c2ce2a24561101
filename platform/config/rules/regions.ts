import { closest } from "fastest-levenshtein";

import type { Finding } from "../../../diagnostics/problem";
import table from "../../network/data/regions.json";
import type { StackConfig } from "../stack.generated";
import { broken, type Path } from "./finding";

/** Last letter of a zone: the region with the most zones, us-east-1, has six. */
const LAST_ZONE = "f";

/** Every region of the configuration is one of AWS's. ARNs here begin with `arn:aws:`, so the table leaves out China and GovCloud. */
export function regionFindings({ accounts, delivery, workflows }: StackConfig): Finding[] {
  const places: [Path, string | undefined][] = [
    [["accounts", "compute", "region"], accounts.compute.region],
    [["accounts", "data", "region"], accounts.data.region],
    [["delivery", "state", "keyArn"], delivery.state.keyArn.split(":")[3]],
    [["workflows", "athena", "region"], workflows.athena.region],
    [["workflows", "secrets", "replicaRegion"], workflows.secrets.replicaRegion],
    ...workflows.bedrockRegions.map((region, index): [Path, string] => [
      ["workflows", "bedrockRegions", index],
      region,
    ]),
  ];
  return places.flatMap(([path, region = ""]) =>
    table.regions.includes(region)
      ? []
      : [
          broken(
            "unknown-region",
            path,
            `AWS has no region ${region}: write one such as ${closest(region, table.regions)}, or add a newer one to ` +
              "platform/network/data/regions.json",
          ),
        ],
  );
}

/** No region has a zone beyond the letter f. */
export function zoneLetterFindings({ network }: StackConfig): Finding[] {
  return network.availabilityZones.flatMap((zone, index) =>
    zone.slice(-1) <= LAST_ZONE
      ? []
      : [
          broken(
            "unknown-zone",
            ["network", "availabilityZones", index],
            `AWS has no zone ${zone}: write one that \`aws ec2 describe-availability-zones --region ${zone.slice(0, -1)}\` lists, ` +
              `such as ${zone.slice(0, -1)}a`,
          ),
        ],
  );
}
