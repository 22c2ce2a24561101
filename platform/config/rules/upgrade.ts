import type { Finding } from "../../../diagnostics/problem";
import { airflowStepProblem } from "../../airflow/versions";
import { amiFamily, compareVersions, minorNumber } from "../../cluster/versions";
import type { DeployedNodeGroup, DeployedVersions } from "../deployed";
import type { AirflowConfig, ClusterConfig, NodeGroupConfig } from "../stack.generated";
import { broken, type Path } from "./finding";
import { GREATEST_SKEW } from "./versions";

const VERSION: Path = ["cluster", "kubernetesVersion"];

/** Checks the steps from the deployed versions to the configured ones: EKS and Kubernetes allow only some. */
export function upgradeFindings(cluster: ClusterConfig, deployed: DeployedVersions): Finding[] {
  const step = stepProblem(deployed.kubernetesVersion, cluster.kubernetesVersion);
  return step === undefined
    ? Object.entries(deployed.nodeGroups).flatMap(([name, group]) => nodeGroupFindings(name, group, cluster))
    : [broken(step.code, VERSION, `the cluster runs ${step.message}`)];
}

/** Checks the step of Airflow from the deployed version to the configured one. */
export function airflowUpgradeFindings({ version }: AirflowConfig, { airflowVersion }: DeployedVersions): Finding[] {
  const step = airflowVersion === undefined ? undefined : airflowStepProblem(airflowVersion, version);
  return step === undefined ? [] : [broken(step.code, ["airflow", "version"], `the environment runs ${step.message}`)];
}

/** Why a control plane cannot go from one minor to another; `undefined` if it can. */
export function stepProblem(from: string, to: string): { code: string; message: string } | undefined {
  const step = minorNumber(to) - minorNumber(from);
  if (step < 0) {
    return {
      code: "downgrade",
      message: `Kubernetes ${from}, and EKS never downgrades a control plane to ${to}: write "${from}" or a later minor`,
    };
  }
  const between = Array.from({ length: step }, (_, index) => `1.${minorNumber(from) + index + 1}`);
  return step <= 1
    ? undefined
    : {
        code: "skipped-minor",
        message:
          `Kubernetes ${from}, and EKS upgrades one minor at a time, so not to ${to} at once: write "${String(between[0])}" ` +
          `and deploy, then the next: ${between.join(", ")}`,
      };
}

/** A deployed node group, beside the configured control plane. */
function nodeGroupFindings(name: string, deployed: DeployedNodeGroup, cluster: ClusterConfig): Finding[] {
  const configured = cluster.nodeGroups[name];
  const wanted = cluster.kubernetesVersion;
  const behind = minorNumber(wanted) - minorNumber(deployed.kubernetesVersion);
  const nodes = `the nodes of group ${name} run Kubernetes ${deployed.kubernetesVersion}`;
  if (behind < 0) {
    return [
      broken(
        "nodes-newer",
        VERSION,
        `${nodes}, newer than the control plane would be: write "${deployed.kubernetesVersion}", one minor at a time`,
      ),
    ];
  }
  if (behind > GREATEST_SKEW) {
    return [
      broken(
        "nodes-too-old",
        VERSION,
        `${nodes}, more than ${GREATEST_SKEW} minors behind ${wanted}: write ` +
          `"1.${minorNumber(deployed.kubernetesVersion) + GREATEST_SKEW}" at most and deploy, so that the nodes follow first`,
      ),
    ];
  }
  return configured === undefined ? [] : releaseFindings(name, deployed, configured);
}

/** EKS cannot roll a node group back to an earlier AMI release. */
function releaseFindings(name: string, deployed: DeployedNodeGroup, configured: NodeGroupConfig): Finding[] {
  const { amiType, amiReleaseVersion } = configured;
  return amiType !== deployed.amiType || compareVersions(amiReleaseVersion, deployed.amiReleaseVersion) >= 0
    ? []
    : [
        broken(
          "release-downgrade",
          ["cluster", "nodeGroups", name, "amiReleaseVersion"],
          `the nodes of group ${name} run ${amiFamily(amiType)} ${deployed.amiReleaseVersion}, and EKS cannot roll them back to ` +
            `${amiReleaseVersion}: write ${deployed.amiReleaseVersion} or a later release`,
        ),
      ];
}
