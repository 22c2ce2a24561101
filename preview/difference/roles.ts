import type { Registration } from "../offline/registration";
import { type PreviewedRole, iamRoles } from "../iam";
import type { Sentence } from "./model";
import { allPermissions, inWords, permissionSentences } from "./permissions";
import { type Grant, grantsOf, readPolicy } from "./policy";
import { same, without } from "./values";

/** Changes in the rights of a role, and in its trust policy. */
export interface RoleDifference {
  readonly name: string;
  readonly sentences: readonly Sentence[];
}

/** Roles on both sides whose rights differ. */
export function compareRoles(before: readonly Registration[], after: readonly Registration[]): RoleDifference[] {
  const earlier = new Map(iamRoles(before).map((role) => [role.name, role]));
  return iamRoles(after).flatMap((role) => {
    const former = earlier.get(role.name);
    // Most roles do not change, and reading their statements would take longer than the rest of a difference.
    const sentences = former === undefined || same(former, role) ? [] : rightsSentences(former, role);
    return sentences.length === 0 ? [] : [{ name: role.name, sentences }];
  });
}

/** All rights of a role, by its name; none for a role that the program does not create. */
export function rightsOf(name: string | null, resources: readonly Registration[]): Sentence[] {
  const role = iamRoles(resources).find((one) => one.name === name);
  return role === undefined
    ? []
    : [...allPermissions(grants(role.policies)), ...role.attached.map((arn) => `has the policy \`${arn}\``)];
}

function rightsSentences(before: PreviewedRole, after: PreviewedRole): Sentence[] {
  const attached = without(after.attached, before.attached);
  const detached = without(before.attached, after.attached);
  return [
    ...permissionSentences(grants(before.policies), grants(after.policies)),
    ...permissionSentences(grants([before.trust]), grants([after.trust])),
    ...(attached.length === 0 ? [] : [`now also has ${inWords(attached.map((arn) => `the policy \`${arn}\``))}`]),
    ...(detached.length === 0 ? [] : [`no longer has ${inWords(detached.map((arn) => `the policy \`${arn}\``))}`]),
  ];
}

function grants(documents: readonly unknown[]): Grant[] {
  return documents.flatMap((document) => grantsOf(readPolicy(document) ?? []));
}
