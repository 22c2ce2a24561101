import { type Json, type Registration, textOf } from "./offline/registration";
import { groupBy } from "../diagnostics/group-by";

/** A role in the form that the preview writes. */
export interface PreviewedRole {
  readonly name: string;
  readonly trust: Json;
  /** Documents of its inline policies and of the managed policies that the program creates. */
  readonly policies: readonly Json[];
  /** ARNs of other policies; the program does not have their documents. */
  readonly attached: readonly string[];
}

/** Every IAM role of a run with its policies, by name. */
export function iamRoles(registrations: readonly Registration[]): PreviewedRole[] {
  const managed = new Map(
    registrations
      .filter(({ type }) => type === "aws:iam/policy:Policy")
      .map(({ inputs }) => [`policy/${textOf(inputs["name"])}`, document(inputs["policy"])]),
  );
  const inline = groupByRole(registrations, "aws:iam/rolePolicy:RolePolicy", "policy");
  const attached = groupByRole(registrations, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn");
  return registrations
    .filter(({ type }) => type === "aws:iam/role:Role")
    .map(({ inputs, name }) => {
      const role = textOf(inputs["name"]) || name;
      const arns = (attached.get(role) ?? []).map(String).sort();
      const own = (arn: string): Json | undefined => managed.get(arn.slice(arn.indexOf("policy/")));
      return {
        name: role,
        trust: document(inputs["assumeRolePolicy"]),
        policies: [...(inline.get(role) ?? []).map(document), ...arns.flatMap((arn) => own(arn) ?? [])],
        attached: arns.filter((arn) => own(arn) === undefined),
      };
    });
}

function groupByRole(registrations: readonly Registration[], type: string, key: string): Map<string, Json[]> {
  const groups = groupBy(
    registrations.filter((registration) => registration.type === type),
    ({ inputs }) => textOf(inputs["role"]),
  );
  return new Map([...groups].map(([role, group]) => [role, group.map(({ inputs }) => inputs[key] ?? null)]));
}

function document(text: Json | undefined): Json {
  return typeof text === "string" ? (JSON.parse(text) as Json) : (text ?? null);
}
