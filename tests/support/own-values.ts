/** The shipped examples of the stack files, and the values of an invented organisation. No two texts contain each other. */
const OWN_VALUES: readonly (readonly [string, string])[] = [
  ["T0123456789", "T1111111111"],
  ["analytical-platform-on-call@justice.gov.uk", "on-call@observatory.example"],
  ["[analytical-platform@justice.gov.uk]", "[data-platform@observatory.example]"],
  ["C0123456789", "C1111111111"],
  ["C9876543210", "C2222222222"],
  ["businessUnit: Platforms", "businessUnit: Weather"],
  ["owner: analytical-platform@justice.gov.uk", "owner: data-platform@observatory.example"],
  ["ministryofjustice/analytical-platform-airflow", "observatory/airflow"],
  ["dataengineering@digital.justice.gov.uk", "airflow@observatory.example"],
  ["analytical-platform-airflow-state-", "observatory-airflow-state-"],
  ["00000000-0000-0000-0000-000000000000", "1234abcd-12ab-34cd-56ef-1234567890ab"],
  ['"100000000"', '"123456789"'],
  ["111111111111", "211111111113"],
  ["222222222222", "322222222224"],
  ["333333333333", "433333333335"],
  ["444444444444", "544444444446"],
  ["555555555555", "655555555557"],
  ["10.200.0.0/18", "10.100.0.0/18"],
  ["10.200.64.0/18", "10.100.64.0/18"],
  ["10.201.0.0/16", "10.101.0.0/16"],
  ["tgw-0aaaaaaaaaaaaaaa1", "tgw-0123456789abcdef0"],
  ["172.20.0.0/16, 194.33.254.0/24, 194.33.255.0/24", "172.30.0.0/16"],
  ["198.51.100.0/24", "192.31.196.0/24"],
  ["10.60.0.0/24", "10.61.0.0/24"],
  ["mojap-athena-query-dump", "observatory-athena-results"],
  ["192.0.2.10, hostnames: [sdp.hmcts.example]", "192.0.2.20, hostnames: [sdp.observatory.example]"],
];

/** The addresses of alarms among the organisation's own values; resources are named after them. */
export const OWN_ADDRESSES = {
  critical: ["on-call@observatory.example"],
  warning: ["data-platform@observatory.example"],
};

/** The values that a stack has from `platform/organisation.json`, as its own. */
const OWN_WORKFLOWS = "    organisations: [observatory]\n    emailDomains: [observatory.example]\n";

/**
 * A shipped stack file with an invented organisation's values in place of every example, as an engineer replaces them. For a test
 * that leaves `platform/organisation.json` as it is.
 */
export function withOwnValues(text: string): string {
  return withOwnExamples(text).replace(/(?=^ +projectAliases:)/m, OWN_WORKFLOWS);
}

/** A shipped stack file with an invented organisation's values in place of the examples that are in it. */
export function withOwnExamples(text: string): string {
  // The provider of secrets names a key of the same alias in every account, which is no example.
  return text
    .split("\n")
    .map((line) =>
      line.startsWith("secretsprovider:")
        ? line
        : OWN_VALUES.reduce((before, [example, own]) => before.replaceAll(example, own), line),
    )
    .join("\n");
}

/** A shipped example manifest, with the organisation's repositories and notified addresses that `withOwnValues` admits. */
export function withOwnRepositories(manifest: string): string {
  return manifest
    .replaceAll("moj-analytical-services/", "observatory/")
    .replace(/^( *- \S+)@justice\.gov\.uk$/gm, "$1@observatory.example");
}
