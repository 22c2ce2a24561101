import type { Finding } from "../../../diagnostics/problem";
import {
  ADD_ONS,
  type AddOnName,
  amiFamily,
  compareVersions,
  hasBottlerocketVariant,
  isBottlerocketRelease,
  kubernetesMinor,
  minorNumber,
  MINORS,
  newestAddOn,
  newestRelease,
  releaseLine,
  TABLE_DATE,
  TABLE_PATH,
} from "../../cluster/versions";
import { nodesOf } from "../../cluster/nodes";
import type { ClusterConfig } from "../stack.generated";
import { broken, type Path, warning } from "./finding";

/** Number of minors that kube-proxy and kubelet may be behind the API server (Kubernetes' version skew policy). */
export const GREATEST_SKEW = 3;

/** Days before the end of standard support at which warnings begin. */
export const WARNING_DAYS = 60;

/** Checks the versions of `cluster`: EKS offers the minor, and the other versions belong to it. */
export function versionFindings(cluster: ClusterConfig): Finding[] {
  const { kubernetesVersion } = cluster;
  if (kubernetesMinor(kubernetesVersion) === undefined) {
    return [broken("unknown-kubernetes-version", ["cluster", "kubernetesVersion"], notOffered(kubernetesVersion))];
  }
  return [
    ...ADD_ONS.flatMap((addOn) => addOnFindings(addOn, addOnVersion(cluster, addOn), kubernetesVersion)),
    ...bottlerocketFindings(cluster),
  ];
}

/** Configuration key of the version of an add-on. */
export function addOnPath(addOn: AddOnName): Path {
  return addOn === "vpc-cni" ? ["cluster", "vpcCniVersion"] : ["cluster", "addonVersions", addOn];
}

/** The configured version of an add-on. */
export function addOnVersion(cluster: ClusterConfig, addOn: AddOnName): string {
  return addOn === "vpc-cni" ? cluster.vpcCniVersion : cluster.addonVersions[addOn];
}

/** Why EKS does not offer a minor, and the nearest that it offers. */
export function notOffered(kubernetesVersion: string): string {
  const nearest = [...MINORS].sort((a, b) => distance(a, kubernetesVersion) - distance(b, kubernetesVersion))[0];
  return (
    `EKS does not offer Kubernetes ${kubernetesVersion}; as of ${TABLE_DATE} it offers ${MINORS.join(", ")}: ` +
    `write "${String(nearest)}", or add the minor to ${TABLE_PATH}`
  );
}

function distance(a: string, b: string): number {
  return Math.abs(minorNumber(a) - minorNumber(b));
}

function addOnFindings(addOn: AddOnName, version: string, minor: string): Finding[] {
  switch (addOn) {
    case "kube-proxy":
      return kubeProxyFindings(version, minor);
    case "coredns":
      return [...tooOld(addOn, version, minor), ...tooNew(addOn, version, minor)];
    case "vpc-cni":
    case "aws-ebs-csi-driver":
    case "eks-pod-identity-agent":
    case "eks-node-monitoring-agent":
      // Their releases suit every minor: a new release is not too new for an old minor.
      return tooOld(addOn, version, minor);
    default:
      return addOn satisfies never;
  }
}

/** kube-proxy has Kubernetes' own version. It is never newer than the control plane, and at most three minors older. */
function kubeProxyFindings(version: string, minor: string): Finding[] {
  const behind = minorNumber(minor) - minorNumber(version);
  if (behind >= 0 && behind <= GREATEST_SKEW) {
    return [];
  }
  return [
    broken(
      behind < 0 ? "add-on-too-new" : "add-on-too-old",
      addOnPath("kube-proxy"),
      `kube-proxy ${version} does not go with Kubernetes ${minor}: it must not be newer, and at most ${GREATEST_SKEW} minors ` +
        `older: ${writeInstead("kube-proxy", minor)}`,
    ),
  ];
}

/** Finds a version that is older than every release line known for the minor. */
function tooOld(addOn: AddOnName, version: string, minor: string): Finding[] {
  const oldest = [...(kubernetesMinor(minor)?.addOns[addOn] ?? [])].sort(compareVersions)[0];
  return oldest === undefined || compareVersions(releaseLine(version), releaseLine(oldest)) >= 0
    ? []
    : [
        broken(
          "add-on-too-old",
          addOnPath(addOn),
          `${addOn} ${version} is too old for Kubernetes ${minor}, with which ${releaseLine(oldest)} and later are known: ` +
            writeInstead(addOn, minor),
        ),
      ];
}

/**
 * Finds a version of a release line that is known only for later minors. A version newer than the whole table is
 * accepted, because EKS may be newer than the table.
 */
function tooNew(addOn: AddOnName, version: string, minor: string): Finding[] {
  const newest = newestAddOn(minor, addOn);
  const first = MINORS.find((other) =>
    kubernetesMinor(other)?.addOns[addOn].some((known) => releaseLine(known) === releaseLine(version)),
  );
  return newest === undefined || first === undefined || minorNumber(first) <= minorNumber(minor)
    ? []
    : [
        broken(
          "add-on-too-new",
          addOnPath(addOn),
          `${addOn} ${version} is too new for Kubernetes ${minor}: ${releaseLine(version)} is known from ${first} on: ` +
            writeInstead(addOn, minor),
        ),
      ];
}

function writeInstead(addOn: AddOnName, minor: string): string {
  const newest = newestAddOn(minor, addOn);
  const ask = `aws eks describe-addon-versions --addon-name ${addOn} --kubernetes-version ${minor}`;
  return newest === undefined
    ? `write one that \`${ask}\` lists`
    : `write ${newest}, or add to ${TABLE_PATH} what \`${ask}\` lists`;
}

/** A Bottlerocket release has variants for some minors only. */
function bottlerocketFindings(cluster: ClusterConfig): Finding[] {
  const { kubernetesVersion } = cluster;
  const first = kubernetesMinor(kubernetesVersion)?.firstBottlerocket;
  return nodesOf(cluster)
    .filter(
      ({ amiType, amiReleaseVersion: release }) =>
        amiFamily(amiType) === "Bottlerocket" &&
        isBottlerocketRelease(release) &&
        !hasBottlerocketVariant(kubernetesVersion, release),
    )
    .map(({ section, name, amiReleaseVersion }) =>
      broken(
        "release-too-old",
        ["cluster", section, name, "amiReleaseVersion"],
        `Bottlerocket ${amiReleaseVersion} has no nodes for Kubernetes ${kubernetesVersion}, which came with ` +
          `${String(first)}: write ${newestRelease(kubernetesVersion, "Bottlerocket") ?? "that release or a later one"}`,
      ),
    );
}

/**
 * Warns of a minor whose support ends.
 *
 * @param today the day of the check, `YYYY-MM-DD`.
 */
export function supportFindings({ kubernetesVersion }: ClusterConfig, today: string): Finding[] {
  const known = kubernetesMinor(kubernetesVersion);
  const { standardSupportEnds: standard, extendedSupportEnds: extended } = known ?? {};
  const warn = (code: string, message: string): Finding[] => [
    warning(code, ["cluster", "kubernetesVersion"], `Kubernetes ${kubernetesVersion} ${message}`),
  ];
  if (extended !== null && extended !== undefined && today >= extended) {
    return warn(
      "support-over",
      `has been out of extended support since ${extended}: EKS upgrades its control plane by itself`,
    );
  }
  if (standard === null || standard === undefined) {
    return [];
  }
  if (today >= standard) {
    return warn(
      "extended-support",
      `has been out of standard support since ${standard}; extended support costs more and ends on ${extended ?? "an unknown day"}: ` +
        "upgrade, one minor at a time",
    );
  }
  const days = Math.round((Date.parse(standard) - Date.parse(today)) / 86_400_000);
  return days > WARNING_DAYS
    ? []
    : warn("support-ends-soon", `leaves standard support on ${standard}, in ${days} days: upgrade to the next minor`);
}
