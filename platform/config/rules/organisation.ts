import type { Finding } from "../../../diagnostics/problem";
import organisation from "../../organisation.json";
import type { StackConfig } from "../stack.generated";
import { warning } from "./finding";

/** Code of the findings of {@link organisationFindings}. */
export const ORGANISATION_CODE = "another-organisation";

/** What to do about a value that the organisation's file does not have. */
const ADVICE =
  "write one of them. If the platform is another organisation's, write its values into that file, then run " +
  "npm run generate -- --organisation: manifests, messages and pages follow";

/** Warns of tags that are not the organisation's: its own manifests could not have them, and its examples would be refused. */
export function organisationFindings({ tags: { businessUnit, owner } }: StackConfig): Finding[] {
  const domain = /@([^@\s]+)$/.exec(owner)?.[1];
  return [
    ...(organisation.businessUnits.includes(businessUnit)
      ? []
      : [unknown("businessUnit", `${businessUnit} is not a unit`, organisation.businessUnits)]),
    ...(domain === undefined || organisation.ownerDomains.includes(domain)
      ? []
      : [unknown("owner", `${domain} is not a domain of owners`, organisation.ownerDomains)]),
  ];
}

function unknown(key: string, what: string, known: readonly string[]): Finding {
  const message = `${what} in platform/organisation.json, which has ${known.join(", ")}: ${ADVICE}`;
  return warning(ORGANISATION_CODE, ["tags", key], message);
}
