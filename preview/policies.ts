import type { Registration } from "./offline/registration";
import { checkResources, formatFinding } from "../policies/pulumi/check";
import type { PolicedResource } from "../policies/pulumi/rules/rule";

/** Violations of `policies/pulumi` by the resources of a preview, a line each; a real preview runs the same policies. */
export function policyFindings(registrations: readonly Registration[]): string[] {
  return checkResources(registrations.map(policedResource)).map(formatFinding);
}

/** A resource of a preview in the form that policies take. */
export function policedResource({
  urn,
  type,
  name,
  inputs,
  protect,
  provider,
  dependsOn,
}: Registration): PolicedResource {
  return { urn, type, name, inputs, protect, provider: provider?.split("::").at(-1), dependsOn };
}
