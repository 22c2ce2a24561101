import { compileWorkflow } from "../../workflow/compile";
import { NO_COMPATIBILITY } from "../../platform/config/no-compatibility";
import { LABEL_PREFIX, WORKFLOW_NAMESPACE } from "../../platform/names/kubernetes";
import type { CompiledWorkflow } from "../../workflow/compiled";
import type { Environment } from "../../platform/environment";
import type { Identity } from "../../workflow/identity";
import type { Manifest } from "../../workflow/normalise";
import { roleInput } from "../../workflow/role-input";
import { templateScope } from "../../workflow/templates/scope";
import { code } from "./markdown";

const IDENTITY: Identity = { environment: "<environment>", project: "<project>", workflow: "<workflow>" };

const ENVIRONMENT: Environment = {
  name: "<environment>",
  hasTransitGateway: true,
  airflowVersion: "3.0.6",
  settings: {
    accounts: { compute: { id: "<account>", region: "<region>" }, data: { id: "<account>", region: "<region>" } },
    clusterNamespace: WORKFLOW_NAMESPACE,
    platform: { buckets: [], keyArns: [] },
    workflows: {
      athena: { region: "<region>", resultsBuckets: ["<bucket>"], workGroups: ["<work group>"], ownWorkGroups: [] },
      bedrockRegions: ["<region>"],
      compatibility: NO_COMPATIBILITY,
      containerRegistry: "<registry>",
      datasetPublishers: {},
      emailDomains: ["<domain>"],
      hmctsSdpHostAliases: [],
      namedPolicies: [],
      organisations: ["<organisation>"],
      ownData: { buckets: [], databases: [], keyArns: [] },
      projectAliases: {},
      projectRoles: [],
      secrets: {
        maintainerPrincipalTag: "<tag>",
        recoveryWindowDays: 30,
        replicaRegion: "<region>",
      },
      wholeBucketListing: false,
    },
  },
};

const MANIFEST: Manifest = {
  dag: { repository: "<organisation>/<repository>", tag: "<tag>", params: { "<name>": 1 } },
  maintainers: ["<maintainer>"],
  secrets: ["<id>"],
  tags: { business_unit: "Platforms", owner: "<owner>" },
};

/** A workflow with the placeholders `<project>`, `<workflow>`, … for names: its compiled form shows the pattern of every name. */
export const PATTERN: CompiledWorkflow = compileWorkflow({
  file: "workflow.yml",
  identity: IDENTITY,
  manifest: MANIFEST,
  role: roleInput(IDENTITY, MANIFEST, ENVIRONMENT),
  templateScope: templateScope(MANIFEST, ENVIRONMENT),
  respelt: [],
  sourceOf: () => undefined,
  positionOf: () => ({ line: 1, column: 1 }),
});

/** Rows of the names that follow from a manifest's path and keys: resource, name. */
export function nameRows(): string[][] {
  const { dag, dagObjectKey, role, secrets, serviceAccount } = PATTERN;
  return [
    ["DAG", code(dag.dag_id)],
    ["DAG object, in the environment's bucket", code(dagObjectKey)],
    ["Image", `${code(dag.image)}, the repository in lower case, with \`-\` instead of \`_\``],
    ["Task without `dag.tasks`", code(Object.keys(dag.tasks).join(", "))],
    ["Kubernetes service account", `${code(serviceAccount.name)} in namespace ${code(serviceAccount.namespace)}`],
    ["Kubernetes secret", `${code(dag.secret_name)}, a key for each id`],
    ["Role, in the data account", code(role?.name ?? "")],
    ["Secret, in the data account", code(secrets.map(({ name }) => name).join(", "))],
    ["Environment variable of a secret", `${code(Object.keys(dag.secrets).join(", "))}, with \`_\` instead of \`-\``],
    [
      "Environment variable of a parameter",
      code(Object.keys(dag.env_vars).find((name) => name.startsWith("PARAM_")) ?? ""),
    ],
    [
      "Labels of every pod",
      `${Object.keys(dag.labels).map(code).join(", ")}, ${code(`${LABEL_PREFIX}/compute-profile`)}`,
    ],
  ];
}
