import type { NodeGroupConfig } from "../config/stack.generated";
import table from "./data/eks-versions.json";

/**
 * EKS add-ons that nodes need to become ready, and that are healthy without a node. Upgrades change them before the
 * nodes.
 */
export const NODE_ADD_ONS = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"] as const;

/** EKS add-ons whose pods need a node. Upgrades change them after the system's nodes and before the fleets'. */
export const CLUSTER_ADD_ONS = ["coredns", "aws-ebs-csi-driver", "eks-node-monitoring-agent"] as const;

/** The EKS add-ons that this platform runs, in the spelling of EKS. */
export const ADD_ONS = [...NODE_ADD_ONS, ...CLUSTER_ADD_ONS] as const;

export type AddOnName = (typeof ADD_ONS)[number];

/** Facts about one Kubernetes minor. Dates are `YYYY-MM-DD`, UTC; `null` is unknown. */
export interface KubernetesMinor {
  readonly standardSupportEnds: string | null;
  readonly extendedSupportEnds: string | null;
  /** Some versions that EKS offers with this minor, oldest first. */
  readonly addOns: Readonly<Record<AddOnName, readonly string[]>>;
  /** Known AL2023 releases, oldest first. */
  readonly al2023Releases: readonly string[];
  /** First Bottlerocket release with this minor's variants. */
  readonly firstBottlerocket: string | null;
}

/** Date of the table, `YYYY-MM-DD`. It does not contain newer versions. */
export const TABLE_DATE: string = table.date;

/** Path of the table, for messages. */
export const TABLE_PATH = "platform/cluster/data/eks-versions.json";

const BY_NAME: Readonly<Record<string, KubernetesMinor | undefined>> = table.minors;

/** Every minor that EKS offers, oldest first. */
export const MINORS: readonly string[] = Object.keys(table.minors).sort((a, b) => minorNumber(a) - minorNumber(b));

/** Facts about a minor, such as `1.36`; `undefined` if EKS does not offer it. */
export function kubernetesMinor(name: string): KubernetesMinor | undefined {
  return BY_NAME[name];
}

/** 36 of `1.36`, `1.36.4-20260923` and `v1.36.0-eksbuild.14`. Kubernetes has no other major. */
export function minorNumber(version: string): number {
  return Number(/^v?1\.(\d+)/.exec(version)?.[1] ?? Number.NaN);
}

/**
 * Compares two versions of one kind (add-ons, AL2023 releases, or `x.y.z`) by their numbers. Negative if the first is
 * older. Only `x.y.z` of a Bottlerocket release counts, because its commit says nothing about its age.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  const different = left.findIndex((number, index) => number !== right[index]);
  return different < 0 ? 0 : (left[different] ?? 0) - (right[different] ?? 0);
}

function numbers(version: string): number[] {
  const text = isBottlerocketRelease(version) ? version.slice(0, version.indexOf("-")) : version;
  return (text.match(/\d+/g) ?? []).map(Number);
}

/** `v1.14` of `v1.14.3-eksbuild.3`: the line of releases that a version belongs to. */
export function releaseLine(version: string): string {
  return version.split(".", 2).join(".");
}

/** Families of AMIs with the same form of release names. */
export type AmiFamily = "AL2023" | "Bottlerocket";

/** The family that a node group's AMI belongs to. */
export function amiFamily(amiType: NodeGroupConfig["amiType"]): AmiFamily {
  return amiType.startsWith("AL2023") ? "AL2023" : "Bottlerocket";
}

/** Whether a release has Bottlerocket's form: version and commit, as `1.64.0-ad9d4847`. */
export function isBottlerocketRelease(release: string): boolean {
  // The end is a commit. An AL2023 release ends with a date.
  return /^\d+\.\d+\.\d+-(?!20\d{2}[01]\d[0-3]\d$)[0-9a-f]{8}$/.test(release);
}

/** Whether a release has AL2023's form: Kubernetes version and date, as `1.36.4-20260923`. */
export function isAl2023Release(release: string): boolean {
  return /^1\.\d+\.\d+-20\d{2}[01]\d[0-3]\d$/.test(release);
}

/** Newest known version of an add-on for a minor; `undefined` without one. */
export function newestAddOn(minor: string, addOn: AddOnName): string | undefined {
  return [...(kubernetesMinor(minor)?.addOns[addOn] ?? [])].sort(compareVersions).at(-1);
}

/** Newest known AMI release of a family for a minor; `undefined` without one. */
export function newestRelease(minor: string, family: AmiFamily): string | undefined {
  const known = kubernetesMinor(minor);
  const releases =
    family === "AL2023"
      ? (known?.al2023Releases ?? [])
      : table.bottlerocketReleases.known.filter((release) => hasBottlerocketVariant(minor, release));
  return [...releases].sort(compareVersions).at(-1);
}

/** Whether a Bottlerocket release is known to have a variant for a minor. */
export function hasBottlerocketVariant(minor: string, release: string): boolean {
  const first = kubernetesMinor(minor)?.firstBottlerocket ?? null;
  return first === null || compareVersions(release, first) >= 0;
}

/** Whether the table lists a release for a minor, or for any minor in the case of Bottlerocket. */
export function isKnownRelease(minor: string, family: AmiFamily, release: string): boolean {
  return family === "AL2023"
    ? (kubernetesMinor(minor)?.al2023Releases.includes(release) ?? false)
    : table.bottlerocketReleases.known.includes(release);
}

/** Whether the table lists a version of an add-on, with any minor. */
export function isKnownAddOn(addOn: AddOnName, version: string): boolean {
  return MINORS.some((minor) => kubernetesMinor(minor)?.addOns[addOn].includes(version) === true);
}

/** The command that asks AWS for the newest AMI release of a family. */
export function releaseLookUp(family: AmiFamily, minor: string): string {
  return family === "AL2023"
    ? `aws ssm get-parameter --name /aws/service/eks/optimized-ami/${minor}/amazon-linux-2023/x86_64/standard/recommended/release_version`
    : `aws ssm get-parameter --name /aws/service/bottlerocket/aws-k8s-${minor}/x86_64/latest/image_version`;
}
