import { derivedProject } from "../../platform/environment";
import { secretVariable } from "../variables";
import { error, type Rule } from "./rule";
import { RESERVED_NAMES } from "../../platform/names/reserved";
import { roleName, serviceAccountName } from "../../platform/names/workflow";

const NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** Longest name of an IAM role, in characters (IAM quotas). */
const MAXIMUM_ROLE_NAME = 64;

/** Longest value of a Kubernetes label, in characters. Labels repeat the name of the service account. */
const MAXIMUM_LABEL = 63;

/** Names of folders contain only characters that are valid in names of roles, service accounts and labels. */
export const foldersAreNames: Rule = (_manifest, { identity }) =>
  (["project", "workflow"] as const)
    .filter((part) => !NAME.test(identity[part]))
    .map((part) =>
      error(
        "bad-folder-name",
        [],
        `the ${part}'s folder ${identity[part]} may contain only lower-case letters, digits and hyphens; rename it, for example to ${suggest(identity[part])}`,
      ),
    );

function suggest(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "") || "my-workflow"
  );
}

/** Names derived from the path stay within the limits of AWS and Kubernetes. */
export const derivedNamesFit: Rule = (manifest, { identity, environment }) => {
  const project = derivedProject(environment, identity.project);
  const role = roleName({ environment: environment.name, project, workflow: identity.workflow });
  const serviceAccount = serviceAccountName({ project, workflow: identity.workflow });
  if (manifest.iam?.external_role === undefined && role.length > MAXIMUM_ROLE_NAME) {
    return [
      error(
        "role-name-too-long",
        [],
        `the role would be ${role}, ${role.length} characters, and IAM allows ${MAXIMUM_ROLE_NAME}; shorten the folders' names by ${role.length - MAXIMUM_ROLE_NAME}, or ask for a short alias of the project (projectAliases in the stack's configuration)`,
      ),
    ];
  }
  return serviceAccount.length > MAXIMUM_LABEL
    ? [
        error(
          "label-too-long",
          [],
          `the service account would be ${serviceAccount}, ${serviceAccount.length} characters, and a Kubernetes label holds ${MAXIMUM_LABEL}; shorten the folders' names by ${serviceAccount.length - MAXIMUM_LABEL}`,
        ),
      ]
    : [];
};

/** No workflow has the name of the platform's own roles, users or policies, because it would share them. */
export const namesAreNotReserved: Rule = (_manifest, { identity, environment }) => {
  const project = derivedProject(environment, identity.project);
  const name = serviceAccountName({ project, workflow: identity.workflow });
  return RESERVED_NAMES.includes(name)
    ? [
        error(
          "reserved-name",
          [],
          `the role would be ${roleName({ environment: environment.name, project, workflow: identity.workflow })}, which is the platform's own; rename the workflow's folder, for example to ${identity.workflow}-load`,
        ),
      ]
    : [];
};

/** Each secret's id contains a letter or digit, so that its environment variable has a name. */
export const secretsAreNames: Rule = ({ secrets = [] }) =>
  secrets
    .map((id, index) => ({ id, index }))
    .filter(({ id }) => !/[a-z0-9]/.test(id))
    .map(({ id, index }) =>
      error(
        "bad-secret-id",
        ["secrets", index],
        `${id} would become the variable ${secretVariable(id)}; write an id with letters or digits`,
      ),
    );
