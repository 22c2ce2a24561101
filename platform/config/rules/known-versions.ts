import type { Finding } from "../../../diagnostics/problem";
import {
  ADD_ONS,
  amiFamily,
  isKnownAddOn,
  isKnownRelease,
  releaseLookUp,
  TABLE_DATE,
  TABLE_PATH,
} from "../../cluster/versions";
import { nodesOf } from "../../cluster/nodes";
import type { ClusterConfig } from "../stack.generated";
import { type Path, warning } from "./finding";
import { addOnPath, addOnVersion } from "./versions";

/** Warns of versions that the table does not have: AWS may offer them, or somebody invented them. */
export function knownVersionFindings(cluster: ClusterConfig): Finding[] {
  const minor = cluster.kubernetesVersion;
  return [...releaseFindings(cluster, minor), ...addOnFindings(cluster, minor)];
}

/** One warning for each release, because many groups have the same. */
function releaseFindings(cluster: ClusterConfig, minor: string): Finding[] {
  const unknown = nodesOf(cluster).filter(
    ({ amiType, amiReleaseVersion }) => !isKnownRelease(minor, amiFamily(amiType), amiReleaseVersion),
  );
  return unknown
    .filter(
      ({ amiReleaseVersion }, index) =>
        unknown.findIndex((other) => other.amiReleaseVersion === amiReleaseVersion) === index,
    )
    .map(({ section, name, amiType, amiReleaseVersion }) => {
      const family = amiFamily(amiType);
      return notInTable(
        ["cluster", section, name, "amiReleaseVersion"],
        `${family} ${amiReleaseVersion}`,
        `compare it with \`${releaseLookUp(family, minor)}\``,
      );
    });
}

function addOnFindings(cluster: ClusterConfig, minor: string): Finding[] {
  return ADD_ONS.filter((addOn) => !isKnownAddOn(addOn, addOnVersion(cluster, addOn))).map((addOn) =>
    notInTable(
      addOnPath(addOn),
      `${addOn} ${addOnVersion(cluster, addOn)}`,
      `compare it with \`aws eks describe-addon-versions --addon-name ${addOn} --kubernetes-version ${minor}\``,
    ),
  );
}

function notInTable(path: Path, what: string, lookUp: string): Finding {
  const message = `${what} is not in ${TABLE_PATH} of ${TABLE_DATE}: ${lookUp}, and add it there`;
  return warning("unknown-version", path, message);
}
