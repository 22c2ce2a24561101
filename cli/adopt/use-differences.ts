import { serviceAccountSubject } from "../../platform/names/kubernetes";
import { ALIASES_THERE } from "../../workflow/present-platform/settings";
import { decide, type Difference, differs } from "./difference";
import type { PresentState } from "./present";
import type { AdoptedWorkflow } from "./workflows";

/** Names of hosts and schemes that point at a connection on another port than 443. */
const OTHER_PORTS = /\bgit@|\bssh:\/\/|\bs?ftps?:\/\/|\bsftp\b|\bhttp:\/\//i;

/** Workflows that the present platform gives a policy by the name of their role. */
const NAMED_THERE = /^analytical-platform\/cadet/;

/** Other people's roles, policies, secrets, messages and the network. */
export function useDifferences(
  { id, accepted, manifest, renamedProfile }: AdoptedWorkflow,
  { secrets, roles }: PresentState,
  roleNames: ReadonlySet<string>,
): Difference[] {
  if (accepted === undefined) {
    return [];
  }
  const { compiled, valid } = accepted;
  const { dag, role, serviceAccount } = compiled;
  const { emails, slack_channel: slack, slack_events: events } = dag.notifications;
  const external = valid.manifest.iam?.external_role;
  const [project = "", name = ""] = id.split("/");
  const alias = ALIASES_THERE[project];
  const found: (Difference | false)[] = [
    alias !== undefined &&
      dag.dag_id !== `${alias}.${name}` &&
      decide(
        "alias",
        `the DAG, the service account and the role have other names there, with ${alias} for the project; add workflows.projectAliases of settings.yml to the stack`,
      ),
    external !== undefined &&
      decide(
        "external-role",
        `the owner of ${external} must trust the new cluster's issuer, for ${serviceAccountSubject(serviceAccount)}; owners.md has the letter`,
      ),
    role !== null &&
      NAMED_THERE.test(id) &&
      role.attachedPolicyArns.length === 0 &&
      decide("named-policy", "gets a policy by its role's name there; name that policy in workflows.namedPolicies"),
    ...Object.keys(role?.managedPolicies ?? {}).map(
      (name) =>
        roleNames.has(name) &&
        decide(
          "policy-name",
          `needs a policy ${name}, and the workflow whose role has that name has one of the same name there; delete that one first, after its workflow has moved`,
        ),
    ),
    role !== null &&
      roles !== undefined &&
      !roles.has(role.name) &&
      differs("new-role", `the role ${role.name} does not exist there, and is made new`),
    ...compiled.secrets.map(
      ({ name }) =>
        secrets !== undefined &&
        !secrets.has(name) &&
        decide(
          "new-secret",
          `the secret ${name} does not exist there, and is made with a placeholder; maintainers set its value`,
        ),
    ),
    compiled.egress.length === 0 &&
      OTHER_PORTS.test(manifest.text) &&
      decide(
        "egress",
        "a value looks like a connection on another port than 443; list the workflow in compatibility.egress, or change the value to https",
      ),
    renamedProfile && differs("compute-profile", "compute_profile cpu-… is now general-…, of the same size"),
    emails.length > 0 && dag.retries > 0 && differs("email", "email after the last retry only, not after each"),
    slack !== null &&
      events.includes("success") &&
      Object.keys(dag.tasks).length > 1 &&
      differs("slack", "one Slack message for each successful run, not for each task"),
    manifest.text.includes("task_id") &&
      differs("task-id", "a value uses ti.task_id, which is the task's name alone here"),
  ];
  return found.filter((one): one is Difference => one !== false);
}
