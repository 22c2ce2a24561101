import { UsageError } from "../../diagnostics/usage-error";
import { textOf, type Registration } from "../../preview/offline/registration";
import type { PresentState, SecretArns } from "./present";

const ROLE = "aws:iam/role:Role";
const SECRET = "aws:secretsmanager/secret:Secret";
const WORKFLOW = "analytical-platform:workflows:Workflow";

/** A resource of `pulumi import --file`: https://www.pulumi.com/docs/iac/guides/migration/import/#bulk-import-operations */
interface ImportedResource {
  readonly type: string;
  /** Unique in the file: `parent` names it. */
  readonly name: string;
  /** Pulumi's name. */
  readonly logicalName: string;
  readonly id?: string;
  readonly parent: string;
  readonly provider?: string;
  readonly component?: true;
}

export interface ImportFile {
  readonly nameTable: Readonly<Record<string, string>>;
  readonly resources: readonly ImportedResource[];
}

/**
 * Reads the output of `aws secretsmanager list-secrets`.
 *
 * @throws UsageError for another file, or if the secrets are not in the region of the data account.
 */
export function readSecretArns(text: string, file: string, region: string): SecretArns {
  const listed = secretList(text);
  if (listed === undefined) {
    throw new UsageError(`${file} is not the output of aws secretsmanager list-secrets --output json`);
  }
  const elsewhere = listed.find(({ ARN }) => ARN.split(":")[3] !== region);
  if (elsewhere !== undefined) {
    throw new UsageError(
      `${elsewhere.ARN} is not in ${region}, which is accounts.data.region; a replica cannot be imported, so set accounts.data.region to the region of the primary secrets, and workflows.secrets.replicaRegion to the other`,
    );
  }
  return new Map(listed.map(({ Name, ARN }) => [Name, ARN]));
}

function secretList(text: string): { Name: string; ARN: string }[] | undefined {
  try {
    const { SecretList: list } = JSON.parse(text) as { SecretList?: { Name?: unknown; ARN?: unknown }[] };
    return Array.isArray(list) && list.every(({ Name, ARN }) => typeof Name === "string" && typeof ARN === "string")
      ? (list as { Name: string; ARN: string }[])
      : undefined;
  } catch {
    return undefined;
  }
}

/** The roles and secrets of workflows that exist already, with the components above them, as `pulumi import` reads them. */
export function importFile(
  registrations: readonly Registration[],
  { secrets, roles }: Pick<PresentState, "secrets" | "roles">,
): ImportFile {
  const idOf = ({ type, inputs }: Registration): string | undefined => {
    const name = textOf(inputs["name"]);
    return type === ROLE && roles?.has(name) !== false ? name : type === SECRET ? secrets?.get(name) : undefined;
  };
  const byUrn = new Map(registrations.map((one) => [one.urn, one]));
  const imported = registrations
    .flatMap((one) => {
      const workflow = byUrn.get(one.parent ?? "");
      const id = idOf(one);
      return workflow?.type === WORKFLOW && id !== undefined ? [{ one, workflow, id }] : [];
    })
    // The program registers them as their inputs get known.
    .sort((first, second) => first.one.urn.localeCompare(second.one.urn));
  const workflows = [...new Set(imported.map(({ workflow }) => workflow))];
  const urns = [...workflows.map(({ parent }) => parent), ...imported.map(({ one }) => one.provider)];
  const nameTable = Object.fromEntries(urns.flatMap((urn) => (urn === null ? [] : [[nameIn(urn), urn]])));
  return {
    nameTable,
    resources: [
      ...workflows.map(({ type, name, parent }) => ({
        type,
        name: `workflow ${name}`,
        logicalName: name,
        parent: nameIn(parent ?? ""),
        component: true as const,
      })),
      ...imported.map(({ one: { type, name, provider }, workflow, id }) => ({
        type,
        name: `${type === ROLE ? "role" : "secret"} ${name}`,
        logicalName: name,
        id,
        parent: `workflow ${workflow.name}`,
        provider: nameIn(provider ?? ""),
      })),
    ],
  };
}

/** The last part of a URN. */
function nameIn(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}
