import type { Finding } from "../../diagnostics/problem";
import { compileSchema } from "../../diagnostics/schema-findings";

/** Versions of the last successful deployment, from the stack's outputs. */
export interface DeployedVersions {
  /** Minor of the control plane, such as `1.36`. */
  readonly kubernetesVersion: string;
  /** Node groups by the name that the configuration gives them. */
  readonly nodeGroups: Readonly<Record<string, DeployedNodeGroup>>;
  /** Versions of the EKS add-ons, by name. */
  readonly addOnVersions: Readonly<Record<string, string>>;
  /** Version of Airflow; absent from a deployment before this output existed. */
  readonly airflowVersion?: string | undefined;
}

/** Versions of a node group. */
export interface DeployedNodeGroup {
  /** Minor of its kubelets. */
  readonly kubernetesVersion: string;
  readonly amiType: string;
  readonly amiReleaseVersion: string;
}

/** Names of the stack outputs with deployed versions. */
export const VERSION_OUTPUTS = ["kubernetesVersion", "nodeGroups", "addOnVersions", "airflowVersion"] as const;

const text = { type: "string" };

const checkOutputs = compileSchema({
  type: "object",
  properties: {
    kubernetesVersion: { type: "string", pattern: "^1\\.[0-9]{2}$", examples: ["1.36"] },
    nodeGroups: {
      type: "object",
      additionalProperties: {
        type: "object",
        required: ["kubernetesVersion", "amiType", "amiReleaseVersion"],
        properties: { kubernetesVersion: text, amiType: text, amiReleaseVersion: text },
      },
    },
    addOnVersions: { type: "object", additionalProperties: text },
    airflowVersion: { type: "string", pattern: "^[0-9]+\\.[0-9]+\\.[0-9]+$", examples: ["3.0.6"] },
  },
});

/** Deployed versions, or why the outputs cannot be read as such. */
export interface ReadVersions {
  /** Absent before the first deployment. */
  readonly deployed?: DeployedVersions;
  readonly problems: readonly Finding[];
}

/**
 * Reads the stack's outputs, in the form of `pulumi stack output --json`. A stack without outputs of a cluster was
 * never deployed. A stack that was deployed before these outputs existed has only some of them.
 */
export function deployedVersions(outputs: unknown): ReadVersions {
  const problems = checkOutputs(outputs);
  if (problems.length > 0) {
    return { problems };
  }
  const {
    kubernetesVersion,
    nodeGroups = {},
    addOnVersions = {},
    airflowVersion,
  } = outputs as Partial<DeployedVersions>;
  return kubernetesVersion === undefined
    ? { problems }
    : {
        deployed: {
          kubernetesVersion,
          nodeGroups,
          addOnVersions,
          ...(airflowVersion === undefined ? {} : { airflowVersion }),
        },
        problems,
      };
}
