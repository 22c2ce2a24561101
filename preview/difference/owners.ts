import type { Registration } from "../offline/registration";
import type { Side } from "./side";

/** Owner of a resource: a workflow by its ID, or a layer of the platform. */
export type Owner = { readonly workflow: string } | { readonly layer: string };

/** Type of the component that contains all resources of one workflow. */
const WORKFLOW_TYPE = "analytical-platform:workflows:Workflow";

/** Finds the owner of each of a side's resources by URN. */
export function ownersOf({ resources, workflows }: Side): (urn: string) => Owner {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const ids = new Map((workflows ?? []).map(({ id, serviceAccount }) => [serviceAccount.name, id]));
  const ownerOf = (resource: Registration | undefined): Owner => {
    const parent = resource?.parent === null ? undefined : byUrn.get(resource?.parent ?? "");
    if (resource?.type === WORKFLOW_TYPE) {
      return { workflow: ids.get(resource.name) ?? resource.name };
    }
    if (resource === undefined || parent === undefined) {
      return { layer: "stack" };
    }
    return parent.type === "pulumi:pulumi:Stack"
      ? { layer: resource.type.startsWith("pulumi:providers:") ? "stack" : resource.name }
      : ownerOf(parent);
  };
  return (urn) => ownerOf(byUrn.get(urn));
}
