import type { ClusterConfig } from "../../platform/config/stack.generated";
import { type Nodes, nodesOf } from "../../platform/cluster/nodes";
import { stepProblem } from "../../platform/config/rules/upgrade";
import { addOnPath, addOnVersion, notOffered } from "../../platform/config/rules/versions";
import {
  ADD_ONS,
  type AddOnName,
  amiFamily,
  type AmiFamily,
  compareVersions,
  isAl2023Release,
  isBottlerocketRelease,
  kubernetesMinor,
  newestAddOn,
  newestRelease,
  releaseLookUp,
  TABLE_DATE,
  TABLE_PATH,
} from "../../platform/cluster/versions";

/** The versions that the user asks for; the table of versions gives the others. */
export interface Request {
  readonly kubernetesVersion: string | undefined;
  /** At most one of each AMI family. */
  readonly amiReleases: readonly string[];
  readonly addOns: Readonly<Partial<Record<AddOnName, string>>>;
  /** Version of Airflow. */
  readonly airflowVersion?: string | undefined;
}

/** One value of the stack's configuration that changes. */
export interface Change {
  /** Keys from the root of the stack's configuration. */
  readonly path: readonly (string | number)[];
  readonly from: string;
  readonly to: string;
}

/** The changes, or the reasons why there cannot be any. */
export interface Choice {
  readonly changes: readonly Change[];
  readonly problems: readonly string[];
}

/** Chooses the new versions of a cluster. A new minor brings all versions that belong to it. */
export function chooseVersions(cluster: ClusterConfig, request: Request): Choice {
  const { kubernetesVersion: wanted } = request;
  const refusal = wanted === undefined ? undefined : minorProblem(cluster.kubernetesVersion, wanted);
  if (refusal !== undefined) {
    return { changes: [], problems: [refusal] };
  }
  const minor = wanted ?? cluster.kubernetesVersion;
  const parts = [
    ...ADD_ONS.map((addOn) => chooseAddOn(cluster, addOn, minor, request)),
    ...chooseReleases(cluster, minor, request),
  ];
  const all: Change[] = [
    { path: ["cluster", "kubernetesVersion"], from: cluster.kubernetesVersion, to: minor },
    ...parts.flatMap(({ changes }) => changes),
  ];
  return {
    changes: all.filter(({ from, to }) => from !== to),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

function minorProblem(from: string, to: string): string | undefined {
  if (kubernetesMinor(to) === undefined) {
    return notOffered(to);
  }
  if (from === to) {
    return `the stack already has Kubernetes ${to}: name a later minor, or leave out --kubernetes`;
  }
  const step = stepProblem(from, to);
  return step === undefined ? undefined : `the stack is at ${step.message}`;
}

function chooseAddOn(cluster: ClusterConfig, addOn: AddOnName, minor: string, request: Request): Choice {
  const from = addOnVersion(cluster, addOn);
  const asked = request.addOns[addOn];
  const newest = newestAddOn(minor, addOn);
  if (asked === undefined && request.kubernetesVersion === undefined) {
    return { changes: [], problems: [] };
  }
  if (asked === undefined && newest === undefined) {
    return {
      changes: [],
      problems: [
        `no version of ${addOn} is known for Kubernetes ${minor} (${TABLE_PATH}, ${TABLE_DATE}): name one with --${addOn}, ` +
          `from the list of \`aws eks describe-addon-versions --addon-name ${addOn} --kubernetes-version ${minor}\``,
      ],
    };
  }
  return { changes: [{ path: addOnPath(addOn), from, to: asked ?? later(from, newest ?? from) }], problems: [] };
}

/** The later of two versions, so that a version newer than the table stays. */
function later(current: string, known: string): string {
  return compareVersions(current, known) >= 0 ? current : known;
}

function chooseReleases(cluster: ClusterConfig, minor: string, request: Request): Choice[] {
  const all = nodesOf(cluster);
  const families = [...new Set(all.map(({ amiType }) => amiFamily(amiType)))];
  const misplaced = request.amiReleases
    .filter((release) => !families.some((family) => hasForm(release, family)))
    .map(
      (release) =>
        `--ami-release ${release} does not have the form of a family in use (${families.map(form).join("; ")})`,
    );
  const choices = families.map((family) => {
    const members = all.filter(({ amiType }) => amiFamily(amiType) === family);
    return chooseRelease(family, members, minor, request);
  });
  return [...choices, { changes: [], problems: misplaced }];
}

function chooseRelease(family: AmiFamily, members: readonly Nodes[], minor: string, request: Request): Choice {
  const [asked, second] = request.amiReleases.filter((release) => hasForm(release, family));
  if (second !== undefined) {
    return { changes: [], problems: [`--ami-release names two releases of ${family}: ${String(asked)} and ${second}`] };
  }
  if (asked === undefined && request.kubernetesVersion === undefined) {
    return { changes: [], problems: [] };
  }
  const newest = asked ?? newestRelease(minor, family);
  if (newest === undefined) {
    return {
      changes: [],
      problems: [
        `no ${family} release is known for Kubernetes ${minor} (${TABLE_PATH}, ${TABLE_DATE}): name one with --ami-release, ` +
          `as ${form(family)}; \`${releaseLookUp(family, minor)}\` gives the newest`,
      ],
    };
  }
  return {
    changes: members.map(({ section, name, amiReleaseVersion: from }) => ({
      path: ["cluster", section, name, "amiReleaseVersion"],
      from,
      to: asked ?? later(from, newest),
    })),
    problems: [],
  };
}

function hasForm(release: string, family: AmiFamily): boolean {
  return family === "AL2023" ? isAl2023Release(release) : isBottlerocketRelease(release);
}

function form(family: AmiFamily): string {
  return family === "AL2023" ? "AL2023: 1.36.4-20260923" : "Bottlerocket: 1.64.0-ad9d4847";
}
