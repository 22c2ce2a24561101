import { closest } from "fastest-levenshtein";

import type { Finding } from "../../../diagnostics/problem";
import table from "../../network/data/regions.json";
import type { StackConfig } from "../stack.generated";
import { broken, type Path, warning } from "./finding";

/** Letters of the zones by region; absent for regions that the table does not know. */
const ZONES: Readonly<Record<string, string | undefined>> = table.zones;

/** Last letter of a zone: the region with the most zones, us-east-1, has six. */
const LAST_ZONE = "f";

/** Regions in which accounts see different zones. */
const BY_ACCOUNT = ["us-west-1", "ap-northeast-1"];

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

/** Every zone is one that its region has. A region that the table does not know gets a warning. */
export function zoneLetterFindings({ network, accounts }: StackConfig): Finding[] {
  const { region } = accounts.compute;
  const findings = network.availabilityZones.flatMap((zone, index): Finding[] => {
    const [of, letter] = [zone.slice(0, -1), zone.slice(-1)];
    const letters = ZONES[of];
    const exists = letter <= LAST_ZONE && (letters === undefined || letters.includes(letter));
    return exists
      ? []
      : [
          {
            severity: BY_ACCOUNT.includes(of) && letter <= LAST_ZONE ? "warning" : "error",
            code: "unknown-zone",
            path: ["network", "availabilityZones", index],
            message:
              `AWS has no zone ${zone}: write one that \`aws ec2 describe-availability-zones --region ${of}\` lists, ` +
              `such as ${of}${letters?.[0] ?? "a"}`,
          },
        ];
  });
  return table.regions.includes(region) && ZONES[region] === undefined
    ? [...findings, unknownRegion(region, "zones", `aws ec2 describe-availability-zones --region ${region}`)]
    : findings;
}

/** A warning that a table does not know something about the region. */
export function unknownRegion(region: string, what: string, lookUp: string): Finding {
  return warning(
    "unknown-here",
    ["accounts", "compute", "region"],
    `the tables of this repository lack the ${what} of ${region}: compare the configuration with \`${lookUp}\``,
  );
}
