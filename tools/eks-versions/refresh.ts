import { ADD_ONS, type AddOnName, compareVersions, minorNumber, releaseLookUp } from "../../platform/cluster/versions";
import type { EksVersions, MinorRow } from "./table";

/** Asks the AWS CLI: the words after `aws`, and its answer as JSON has it; `undefined` for a parameter that does not exist. */
export type AskAws = (words: readonly string[]) => unknown;

/** A minor in the answer of `aws eks describe-cluster-versions`. */
interface ClusterVersion {
  readonly clusterVersion: string;
  readonly releaseDate?: string;
  readonly endOfStandardSupportDate?: string;
  readonly endOfExtendedSupportDate?: string;
  readonly versionStatus?: string;
}

/** An add-on in the answer of `aws eks describe-addon-versions`. */
interface Addon {
  readonly addonVersions: readonly {
    readonly addonVersion: string;
    readonly compatibilities: readonly { readonly clusterVersion: string }[];
  }[];
}

/** Source of what AWS answered. */
const ACCOUNT = "account";

const ADD_ON_WORDS = (addOn: AddOnName): string[] => ["eks", "describe-addon-versions", "--addon-name", addOn];

const CLUSTER_WORDS = ["eks", "describe-cluster-versions"];

/** Every question of {@link refreshed} for these minors, for people who ask AWS elsewhere. */
export function questions(minors: readonly string[]): string[] {
  const words = [CLUSTER_WORDS, ...ADD_ONS.map(ADD_ON_WORDS)].map((each) => `aws ${each.join(" ")}`);
  return [
    ...words,
    ...minors.flatMap((minor) => [releaseLookUp("AL2023", minor), releaseLookUp("Bottlerocket", minor)]),
  ];
}

/**
 * The table with what EKS offers now: dates, add-on versions and newest AMI releases. Minors that EKS no longer offers leave it.
 * Versions that the table has stay, because AWS lists only some of the older ones.
 *
 * @param today the day of the answers, `YYYY-MM-DD`.
 */
export function refreshed(table: EksVersions, ask: AskAws, today: string): EksVersions {
  const { clusterVersions } = ask(CLUSTER_WORDS) as { clusterVersions: readonly ClusterVersion[] };
  const addOns = new Map(ADD_ONS.map((addOn) => [addOn, (ask(ADD_ON_WORDS(addOn)) as { addons: Addon[] }).addons]));
  const bottlerocket: string[] = [];
  const minors = clusterVersions
    .filter(({ versionStatus }) => versionStatus !== "UNSUPPORTED")
    .sort((a, b) => minorNumber(a.clusterVersion) - minorNumber(b.clusterVersion))
    .map((offered): [string, MinorRow] => {
      const minor = offered.clusterVersion;
      const known = table.minors[minor];
      const newest = release(ask, "Bottlerocket", minor);
      bottlerocket.push(...newest);
      return [
        minor,
        {
          source: ACCOUNT,
          offeredFrom: dayOf(offered.releaseDate) ?? known?.offeredFrom ?? null,
          standardSupportEnds: dayOf(offered.endOfStandardSupportDate),
          extendedSupportEnds: dayOf(offered.endOfExtendedSupportDate),
          addOnsSource: withAccount(known?.addOnsSource ?? ACCOUNT),
          addOns: addOnsOf(minor, addOns, known),
          al2023Releases: union(known?.al2023Releases ?? [], release(ask, "AL2023", minor)),
          // The newest release has the variants of a minor that is new here. Whether an older one has them, AWS does not say.
          firstBottlerocket: known === undefined ? (newest[0]?.split("-")[0] ?? null) : known.firstBottlerocket,
        },
      ];
    });
  return {
    ...table,
    date: today,
    sources: { ...table.sources, [ACCOUNT]: `answers of AWS to npm run refresh-versions on ${today}` },
    minors: Object.fromEntries(minors),
    bottlerocketReleases: {
      ...table.bottlerocketReleases,
      known: union(table.bottlerocketReleases.known, bottlerocket),
    },
  };
}

function addOnsOf(minor: string, answers: ReadonlyMap<AddOnName, Addon[]>, known?: MinorRow): MinorRow["addOns"] {
  const offered = (addOn: AddOnName): string[] =>
    (answers.get(addOn) ?? []).flatMap(({ addonVersions }) =>
      addonVersions
        .filter(({ compatibilities }) => compatibilities.some(({ clusterVersion }) => clusterVersion === minor))
        .map(({ addonVersion }) => addonVersion),
    );
  return Object.fromEntries(
    ADD_ONS.map((addOn) => [addOn, union(known?.addOns[addOn] ?? [], offered(addOn))]),
  ) as unknown as MinorRow["addOns"];
}

/** The newest release of a family for a minor; none if AWS has none. */
function release(ask: AskAws, family: Parameters<typeof releaseLookUp>[0], minor: string): string[] {
  const answer = ask(releaseLookUp(family, minor).split(" ").slice(1)) as { Parameter: { Value: string } } | undefined;
  return answer === undefined ? [] : [answer.Parameter.Value];
}

function union(known: readonly string[], offered: readonly string[]): string[] {
  return [...new Set([...known, ...offered])].sort(compareVersions);
}

function withAccount(sources: string): string {
  return sources.split(" and ").includes(ACCOUNT) ? sources : `${sources} and ${ACCOUNT}`;
}

/** The day of a time that the AWS CLI writes, such as `2026-06-02T00:00:00+00:00`. */
function dayOf(time: string | undefined): string | null {
  return time?.slice(0, 10) ?? null;
}
