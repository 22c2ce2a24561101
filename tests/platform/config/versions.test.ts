import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import {
  ADD_ONS,
  compareVersions,
  hasBottlerocketVariant,
  isAl2023Release,
  isBottlerocketRelease,
  kubernetesMinor,
  MINORS,
  newestAddOn,
  newestRelease,
  TABLE_DATE,
  TABLE_PATH,
} from "../../../platform/cluster/versions";
import { readStackConfig } from "../../../platform/config/check";
import type { StackConfig } from "../../../platform/config/stack.generated";
import { ROOT } from "../../../platform/root";
import { stackConfig } from "../../support/mocks";

/** The findings of development after a change to it, as `code at key`. */
function findings(change: (config: StackConfig) => void, today?: string): string[] {
  return all(change, today).map(({ severity, code, path }) => `${severity} ${code} at ${path.join(".")}`);
}

function messages(change: (config: StackConfig) => void, today?: string): string {
  return all(change, today)
    .map(({ message }) => message)
    .join("\n");
}

function all(change: (config: StackConfig) => void, today?: string): ReturnType<typeof readStackConfig>["findings"] {
  const config = stackConfig("development");
  change(config);
  return readStackConfig("development", config, { today }).findings;
}

/** A cluster that has, at this minor, the newest of everything that is known. */
function atMinor(minor: string): (config: StackConfig) => void {
  return ({ cluster }) => {
    cluster.kubernetesVersion = minor;
    cluster.vpcCniVersion = newestAddOn(minor, "vpc-cni") ?? cluster.vpcCniVersion;
    for (const addOn of Object.keys(cluster.addonVersions) as (keyof typeof cluster.addonVersions)[]) {
      cluster.addonVersions[addOn] = newestAddOn(minor, addOn) ?? cluster.addonVersions[addOn];
    }
    for (const group of Object.values(cluster.nodeGroups)) {
      group.amiReleaseVersion = newestRelease(minor, "Bottlerocket") ?? "1.66.0-0123abcd";
    }
  };
}

describe("the table of versions", () => {
  test.each(MINORS)("%s: the newest of everything that is known goes together", (minor) => {
    // Some minors have no known AMI release: that of the test is then unknown.
    expect(findings(atMinor(minor)).filter((finding) => !finding.startsWith("warning unknown-version"))).toEqual([]);
  });

  test.each(MINORS)("%s: versions are well-formed, each once, oldest first", (minor) => {
    const known = kubernetesMinor(minor);
    for (const addOn of ADD_ONS) {
      const versions = known?.addOns[addOn] ?? [];
      expect(versions.filter((version) => !/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(version))).toEqual([]);
      expect([...new Set(versions)].sort(compareVersions)).toEqual(versions);
    }
    const releases = known?.al2023Releases ?? [];
    expect(releases.filter((release) => !isAl2023Release(release) || !release.startsWith(`${minor}.`))).toEqual([]);
    expect([...releases].sort(compareVersions)).toEqual(releases);
  });

  test("dates are days, standard support ends before extended support, and minors follow one another", () => {
    const day = /^\d{4}-\d{2}-\d{2}$/;
    expect(TABLE_DATE).toMatch(day);
    for (const minor of MINORS) {
      const { standardSupportEnds: standard, extendedSupportEnds: extended } = kubernetesMinor(minor) ?? {};
      expect(standard ?? "2000-01-01").toMatch(day);
      expect((standard ?? "2000-01-01") < (extended ?? "2000-01-02")).toBe(true);
    }
    expect(MINORS).toEqual(MINORS.map((_, index) => `1.${31 + index}`));
  });

  test("every entry names a source that the table explains", () => {
    const { sources, minors } = JSON.parse(readFileSync(resolve(ROOT, TABLE_PATH), "utf8")) as {
      sources: Record<string, string>;
      minors: Record<string, { source: string; addOnsSource: string | null }>;
    };
    for (const { source, addOnsSource } of Object.values(minors)) {
      const named = [source, ...(addOnsSource?.split(" and ") ?? [])];
      expect(named.filter((name) => !(name in sources))).toEqual([]);
    }
  });
});

test.each([
  ["v1.9.3-eksbuild.11", "v1.10.1-eksbuild.4"],
  ["v1.36.0-eksbuild.9", "v1.36.0-eksbuild.14"],
  ["1.36.4-20260917", "1.36.4-20260923"],
  ["1.36.4-20260923", "1.36.10-20260101"],
  ["1.64.0-ffffffff", "1.66.0-00000000"],
])("%s is older than %s", (older, newer) => {
  expect(compareVersions(older, newer)).toBeLessThan(0);
  expect(compareVersions(newer, older)).toBeGreaterThan(0);
  expect(compareVersions(older, older)).toBe(0);
});

test("commits say nothing of a Bottlerocket release's age, and its form is not AL2023's", () => {
  expect(compareVersions("1.64.0-ad9d4847", "1.64.0-00000001")).toBe(0);
  expect(isBottlerocketRelease("1.64.0-ad9d4847")).toBe(true);
  expect(isBottlerocketRelease("1.36.4-20260923")).toBe(false);
  expect(isAl2023Release("1.36.4-20260923")).toBe(true);
  expect(hasBottlerocketVariant("1.36", "1.60.0-ad9d4847")).toBe(false);
});

test.each<[string, (config: StackConfig) => void, string, string]>([
  [
    "a minor that EKS does not offer",
    ({ cluster }) => (cluster.kubernetesVersion = "1.29"),
    "unknown-kubernetes-version at cluster.kubernetesVersion",
    'write "1.31"',
  ],
  [
    "a minor that is not there yet",
    ({ cluster }) => (cluster.kubernetesVersion = "1.39"),
    "unknown-kubernetes-version at cluster.kubernetesVersion",
    'write "1.37"',
  ],
  [
    "a VPC CNI that is too old",
    ({ cluster }) => (cluster.vpcCniVersion = "v1.12.0-eksbuild.1"),
    "add-on-too-old at cluster.vpcCniVersion",
    "write v1.23.0-eksbuild.1",
  ],
  [
    "a CoreDNS that is too old",
    ({ cluster }) => (cluster.addonVersions.coredns = "v1.11.4-eksbuild.33"),
    "add-on-too-old at cluster.addonVersions.coredns",
    "write v1.14.3-eksbuild.23",
  ],
  [
    "a CoreDNS of later minors",
    (config) => {
      atMinor("1.33")(config);
      config.cluster.addonVersions.coredns = "v1.14.3-eksbuild.3";
    },
    "add-on-too-new at cluster.addonVersions.coredns",
    "v1.14 is known from 1.35 on: write v1.13.2-eksbuild.31",
  ],
  [
    "a kube-proxy newer than the control plane",
    ({ cluster }) => (cluster.addonVersions["kube-proxy"] = "v1.37.0-eksbuild.1"),
    "add-on-too-new at cluster.addonVersions.kube-proxy",
    "write v1.36.0-eksbuild.25",
  ],
  [
    "a kube-proxy four minors behind",
    ({ cluster }) => (cluster.addonVersions["kube-proxy"] = "v1.32.13-eksbuild.21"),
    "add-on-too-old at cluster.addonVersions.kube-proxy",
    "at most 3 minors older",
  ],
  [
    "an add-on version without EKS's build",
    ({ cluster }) => (cluster.addonVersions.coredns = "1.14.3"),
    "wrong-form at cluster.addonVersions.coredns",
    'write for example "v1.14.3-eksbuild.3"',
  ],
  [
    "a Bottlerocket release without nodes for the minor",
    ({ cluster }) => Object.assign(cluster.nodeGroups["standard"] ?? {}, { amiReleaseVersion: "1.60.0-0123abcd" }),
    "release-too-old at cluster.nodeGroups.standard.amiReleaseVersion",
    "came with 1.61.0: write 1.64.0-ad9d4847",
  ],
])("%s: refused at its key, with what to write", (_, change, expected, advice) => {
  expect(findings(change)).toEqual([`error ${expected}`]);
  expect(messages(change)).toContain(advice);
});

test("a version newer than the whole table is accepted with the command that looks it up: the table may be older than EKS", () => {
  const newer = ({ cluster }: StackConfig): void => {
    cluster.vpcCniVersion = "v1.99.0-eksbuild.1";
    cluster.addonVersions.coredns = "v1.99.0-eksbuild.1";
  };
  expect(findings(newer)).toEqual([
    "warning unknown-version at cluster.vpcCniVersion",
    "warning unknown-version at cluster.addonVersions.coredns",
  ]);
  expect(messages(newer)).toContain("aws eks describe-addon-versions --addon-name coredns --kubernetes-version 1.36");
});

test.each([
  ["2026-10-02", undefined],
  ["2026-10-03", "support-ends-soon"],
  ["2026-12-01", "support-ends-soon"],
  ["2026-12-02", "extended-support"],
  ["2027-12-01", "extended-support"],
  ["2027-12-02", "support-over"],
])("on %s, Kubernetes 1.34 has the warning %s", (today, code) => {
  expect(findings(atMinor("1.34"), today)).toEqual(
    code === undefined ? [] : [`warning ${code} at cluster.kubernetesVersion`],
  );
});

test("the warning says the day, how many days are left, and what to do", () => {
  expect(messages(atMinor("1.34"), "2026-11-22")).toBe(
    "Kubernetes 1.34 leaves standard support on 2026-12-02, in 10 days: upgrade to the next minor",
  );
});

test("a minor whose dates are not known has no warning of its support", () => {
  expect(findings(atMinor("1.37"), "2031-01-01")).toEqual([
    "warning unknown-version at cluster.nodeGroups.standard.amiReleaseVersion",
  ]);
});
