import {
  AIRFLOW_LOOK_UP,
  AIRFLOW_TABLE_DATE,
  nextAirflowVersions,
  UNTESTED_VERSIONS,
} from "../../platform/airflow/versions";
import { addOnVersion, supportFindings } from "../../platform/config/rules/versions";
import type { NodeGroupConfig, StackConfig } from "../../platform/config/stack.generated";
import {
  ADD_ONS,
  amiFamily,
  compareVersions,
  kubernetesMinor,
  minorNumber,
  newestAddOn,
  newestRelease,
  TABLE_DATE,
  TABLE_PATH,
} from "../../platform/cluster/versions";
import { groupBy } from "../../diagnostics/group-by";

/** The state of a stack's versions. */
export interface Report {
  readonly lines: readonly string[];
  /** Whether every version is the newest known, and no support ends soon. */
  readonly isCurrent: boolean;
}

/** Compares the versions of a stack with the newest that the tables know, and that one step reaches. */
export function reportVersions(stack: string, { airflow, cluster }: StackConfig, today: string): Report {
  const { kubernetesVersion: minor, nodeGroups } = cluster;
  const warnings = supportFindings(cluster, today).map(({ message }) => `  ${message}`);
  const rows = [
    row("Airflow", airflow.version, nextAirflowVersions(airflow.version).at(-1) ?? airflow.version),
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
      ...nextMinor(stack, cluster).map((line) => `  ${line}`),
      ...rows.map(({ name, version, remark }) => `  ${name.padEnd(width)}  ${version}${remark}`),
      ...untested(airflow.version).map((line) => `  ${line}`),
      `  of EKS known on ${TABLE_DATE}; npm run refresh-versions asks AWS for newer ones`,
      `  of Airflow known on ${AIRFLOW_TABLE_DATE}; ${AIRFLOW_LOOK_UP} lists newer ones`,
    ],
    isCurrent: warnings.length === 0 && rows.every(({ isOld }) => !isOld),
  };
}

/** The next minor and its command, or what the table lacks for the command. */
function nextMinor(stack: string, { kubernetesVersion, nodeGroups }: StackConfig["cluster"]): string[] {
  const next = `1.${minorNumber(kubernetesVersion) + 1}`;
  if (kubernetesMinor(next) === undefined) {
    return [];
  }
  const families = [...new Set(Object.values(nodeGroups).map(({ amiType }) => amiFamily(amiType)))];
  const lacking = [
    ...ADD_ONS.filter((addOn) => newestAddOn(next, addOn) === undefined),
    ...families.filter((family) => newestRelease(next, family) === undefined).map((family) => `AMI (${family})`),
  ];
  return lacking.length === 0
    ? [`next minor: ${next}, with npm run upgrade -- ${stack} --kubernetes ${next}`]
    : [
        `EKS offers ${next}, but ${TABLE_PATH} has no version of ${lacking.join(", ")} for it:`,
        "npm run refresh-versions looks them up, and says how without credentials",
      ];
}

/** Later versions of Airflow that the configuration does not accept. */
function untested(version: string): string[] {
  const later = UNTESTED_VERSIONS.filter((other) => compareVersions(other, version) > 0);
  return later.length === 0
    ? []
    : [`MWAA also offers Airflow ${later.join(", ")}, which no test here runs (docs/platform/upgrade-airflow.md)`];
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
