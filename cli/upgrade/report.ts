import { addOnVersion, supportFindings } from "../../platform/config/rules/versions";
import type { ClusterConfig, NodeGroupConfig } from "../../platform/config/stack.generated";
import {
  ADD_ONS,
  amiFamily,
  compareVersions,
  kubernetesMinor,
  MINORS,
  newestAddOn,
  newestRelease,
  TABLE_DATE,
} from "../../platform/cluster/versions";
import { groupBy } from "../../diagnostics/group-by";

/** The state of a stack's versions. */
export interface Report {
  readonly lines: readonly string[];
  /** Whether every version is the newest known, and no support ends soon. */
  readonly isCurrent: boolean;
}

/** Compares the versions of a cluster with the newest that the table knows for its minor. */
export function reportVersions(cluster: ClusterConfig, today: string): Report {
  const { kubernetesVersion: minor, nodeGroups } = cluster;
  const warnings = supportFindings(cluster, today).map(({ message }) => `  ${message}`);
  const rows = [
    ...ADD_ONS.map((addOn) => row(addOn, addOnVersion(cluster, addOn), newestAddOn(minor, addOn))),
    ...[
      ...groupBy(
        Object.entries(nodeGroups),
        ([, { amiType, amiReleaseVersion }]) => `${amiFamily(amiType)} ${amiReleaseVersion}`,
      ),
    ].map(([, groups]) => releaseRow(groups, minor)),
  ];
  const width = Math.max(...rows.map(({ name }) => name.length));
  return {
    lines: [
      ...(warnings.length > 0 ? warnings : [`  ${support(minor)}`]),
      `  newest minor known: ${String(MINORS.at(-1))}`,
      ...rows.map(({ name, version, remark }) => `  ${name.padEnd(width)}  ${version}${remark}`),
      `  known on ${TABLE_DATE}; EKS may offer newer ones`,
    ],
    isCurrent: warnings.length === 0 && rows.every(({ isOld }) => !isOld),
  };
}

function support(minor: string): string {
  const ends = kubernetesMinor(minor)?.standardSupportEnds ?? undefined;
  return `Kubernetes ${minor}: ${ends === undefined ? "the end of its support is unknown" : `in standard support until ${ends}`}`;
}

/** Node groups of one family and release. */
function releaseRow(groups: readonly (readonly [string, NodeGroupConfig])[], minor: string): Row {
  const [[first, { amiType, amiReleaseVersion }]] = groups as [(typeof groups)[number]];
  const name = groups.length === 1 ? `node group ${first}` : `${groups.length} node groups`;
  return row(name, amiReleaseVersion, newestRelease(minor, amiFamily(amiType)));
}

interface Row {
  readonly name: string;
  readonly version: string;
  readonly remark: string;
  readonly isOld: boolean;
}

function row(name: string, version: string, newest: string | undefined): Row {
  const isOld = newest !== undefined && compareVersions(version, newest) < 0;
  const remark = newest === undefined ? "  (none known for this minor)" : isOld ? `  older than ${newest}` : "";
  return { name, version, remark, isOld };
}
