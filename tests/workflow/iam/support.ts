import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";

import type { CompiledRole } from "../../../workflow/compiled";
import type { PolicyDocument } from "../../../platform/iam/policy-document";
import type { RoleInput } from "../../../workflow/iam/context";
import { compileRole } from "../../../workflow/iam/identity";
import { NO_COMPATIBILITY } from "../../../platform/config/no-compatibility";
import type { IamKeys } from "../../../workflow/iam/keys";
import { workflowSettings, type WorkflowSettings } from "../../../platform/workflow-settings";

export const DATA_ACCOUNT = "444444444444";
export const OTHER_ACCOUNT = "666666666666";

export const SETTINGS: WorkflowSettings = workflowSettings({
  accounts: { compute: { id: "111111111111", region: "eu-west-2" }, data: { id: DATA_ACCOUNT, region: "eu-west-1" } },
  workflows: {
    containerRegistry: "555555555555.dkr.ecr.eu-west-2.amazonaws.com",
    organisations: ["example"],
    emailDomains: ["example.gov.uk"],
    athena: {
      region: "eu-west-1",
      workGroups: ["primary", "airflow"],
      resultsBuckets: ["query-results"],
      ownWorkGroups: [],
    },
    compatibility: NO_COMPATIBILITY,
    datasetPublishers: {},
    hmctsSdpHostAliases: [],
    namedPolicies: [],
    ownData: { buckets: [], databases: [], keyArns: [] },
    projectAliases: {},
    projectRoles: [],
    wholeBucketListing: false,
    bedrockRegions: ["eu-west-1", "eu-west-2"],
    secrets: { replicaRegion: "eu-west-2", recoveryWindowDays: 30, maintainerPrincipalTag: "github_username" },
  },
  platform: { buckets: [], keyArns: [] },
});

type Workflows = WorkflowSettings["workflows"];

/** Some settings of `workflows`, and of its `compatibility`. */
interface Changes extends Partial<Omit<Workflows, "compatibility">> {
  readonly compatibility?: Partial<Workflows["compatibility"]>;
}

/** Settings with some of `workflows` changed. */
export function settingsWith({ compatibility, ...workflows }: Changes): WorkflowSettings {
  return {
    ...SETTINGS,
    workflows: { ...SETTINGS.workflows, ...workflows, compatibility: { ...NO_COMPATIBILITY, ...compatibility } },
  };
}

/** The identity of `courts/daily` in development, with these keys. */
export function roleInput(iam: IamKeys = {}, changes: Partial<RoleInput> = {}): RoleInput {
  return {
    environment: "development",
    project: "courts",
    projectFolder: "courts",
    workflow: "daily",
    secretIds: [],
    settings: SETTINGS,
    ...changes,
    iam,
  };
}

export function roleWith(iam: IamKeys = {}, changes: Partial<RoleInput> = {}): CompiledRole {
  return compileRole(roleInput(iam, changes));
}

/** Every policy document of a role. */
export function documentsOf(role: CompiledRole): PolicyDocument[] {
  return [role.inlinePolicy, ...Object.values(role.managedPolicies)];
}

export type Context = Readonly<Record<string, string | readonly string[]>>;

interface Request {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: Context;
}

function simulation(request: Request, policies: Pick<Simulation, "identityPolicies" | "resourcePolicy">): Simulation {
  const contextVariables = Object.fromEntries(
    Object.entries(request.context ?? {}).map(([key, value]) => [key, typeof value === "string" ? value : [...value]]),
  );
  const { principal, action, resource } = request;
  return {
    request: { principal, action, resource: { resource, accountId: DATA_ACCOUNT }, contextVariables },
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...policies,
  };
}

async function isAllowed(simulated: Simulation): Promise<boolean> {
  const answer = await runSimulation(simulated, {});
  const { action, resource } = simulated.request;
  if (answer.resultType === "error") {
    throw new Error(`${action} on ${resource.resource}: ${JSON.stringify(answer.errors)}`);
  }
  // The simulation would drop a context key that the action does not know, and the test would prove nothing.
  const results = answer.resultType === "single" ? [answer.result] : answer.results;
  const ignored = results.flatMap(({ ignoredContextKeys }) => ignoredContextKeys ?? []);
  if (ignored.length > 0) {
    throw new Error(`${action} has no context keys ${ignored.join(", ")}`);
  }
  return answer.overallResult === "Allowed";
}

/** Session of the workflow's role, as `aws:userid` shows it. */
export const USER_ID = "AROAEXAMPLEEXAMPLE1:session";

/** AWS's default policy of a key: IAM policies of the account decide. */
const KEY_POLICY: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${DATA_ACCOUNT}:root` }, Action: "kms:*", Resource: "*" },
  ],
};

/** Whether a role may do this by its own policies; every resource counts as part of the data account. */
export async function may(
  role: CompiledRole,
  action: string,
  resource: string,
  context: Context = {},
): Promise<boolean> {
  const principal = role.arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/session";
  return isAllowed(
    simulation(
      { principal, action, resource, context: { "aws:userid": USER_ID, ...context } },
      {
        identityPolicies: documentsOf(role).map((policy, index) => ({ name: `policy-${index}`, policy })),
        ...(action.startsWith("kms:") && { resourcePolicy: KEY_POLICY }),
      },
    ),
  );
}

/** Whether a principal may do this to a resource by the resource's own policy. */
export async function isAllowedBy(resourcePolicy: PolicyDocument, request: Request): Promise<boolean> {
  return isAllowed(simulation(request, { identityPolicies: [], resourcePolicy }));
}
