import type { KubernetesMinor } from "../../platform/cluster/versions";

/** A minor of `platform/cluster/data/eks-versions.json`, with the sources of its facts. */
export interface MinorRow extends KubernetesMinor {
  readonly source: string;
  readonly offeredFrom: string | null;
  readonly addOnsSource: string | null;
}

/** The content of `platform/cluster/data/eks-versions.json`. */
export interface EksVersions {
  readonly date: string;
  readonly howToRefresh: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly minors: Readonly<Record<string, MinorRow>>;
  readonly bottlerocketReleases: { readonly source: string; readonly known: readonly string[] };
}
