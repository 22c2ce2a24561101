import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { ADD_ONS, MINORS, TABLE_PATH } from "../../../platform/cluster/versions";
import { ROOT } from "../../../platform/root";
import { type AskAws, questions, refreshed } from "../../../tools/eks-versions/refresh";
import type { EksVersions } from "../../../tools/eks-versions/table";
import { main } from "../../../tools/refresh-versions";
import { call, temporaryFolder } from "../../support/command";

const TABLE = JSON.parse(readFileSync(resolve(ROOT, TABLE_PATH), "utf8")) as EksVersions;

/**
 * Answers in the form of botocore's models of eks (DescribeClusterVersions, DescribeAddonVersions) and ssm (GetParameter), from
 * an invented November 2027 in which EKS offers 1.36 to 1.38.
 */
const answers: AskAws = (words) => {
  const text = words.join(" ");
  if (text === "eks describe-cluster-versions") {
    return {
      clusterVersions: [
        { clusterVersion: "1.38", releaseDate: "2027-02-02T01:00:00+00:00", versionStatus: "STANDARD_SUPPORT" },
        {
          clusterVersion: "1.37",
          releaseDate: "2026-10-01T01:00:00+00:00",
          endOfStandardSupportDate: "2027-12-01T01:00:00+00:00",
          endOfExtendedSupportDate: "2028-12-01T01:00:00+00:00",
          versionStatus: "STANDARD_SUPPORT",
        },
        { clusterVersion: "1.36", versionStatus: "EXTENDED_SUPPORT" },
        { clusterVersion: "1.30", versionStatus: "UNSUPPORTED" },
      ],
    };
  }
  if (text.startsWith("eks describe-addon-versions --addon-name ")) {
    const compatibilities = [{ clusterVersion: "1.37" }, { clusterVersion: "1.38" }];
    return { addons: [{ addonVersions: [{ addonVersion: "v9.9.9-eksbuild.1", compatibilities }] }] };
  }
  const minor = /1\.\d\d/.exec(text)?.[0] ?? "";
  if (text.includes("bottlerocket")) {
    return minor === "1.36" ? undefined : { Parameter: { Value: "1.70.0-0123abcd" } };
  }
  return { Parameter: { Value: `${minor}.1-20271101` } };
};

const FRESH = refreshed(TABLE, answers, "2027-11-20");

test("a refreshed table has the minors of today, their dates, and every add-on and AMI that the upgrade needs", () => {
  expect(FRESH.date).toBe("2027-11-20");
  expect(Object.keys(FRESH.minors)).toEqual(["1.36", "1.37", "1.38"]);
  expect(FRESH.minors["1.37"]).toMatchObject({
    offeredFrom: "2026-10-01",
    standardSupportEnds: "2027-12-01",
    extendedSupportEnds: "2028-12-01",
    addOns: Object.fromEntries(ADD_ONS.map((addOn) => [addOn, ["v9.9.9-eksbuild.1"]])),
    al2023Releases: ["1.37.1-20271101"],
    firstBottlerocket: "1.66.0",
  });
  expect(FRESH.bottlerocketReleases.known).toEqual(["1.64.0-ad9d4847", "1.70.0-0123abcd"]);
});

test("a minor that is new to the table takes no older Bottlerocket release than the one that AWS names", () => {
  expect(FRESH.minors["1.38"]?.firstBottlerocket).toBe("1.70.0");
});

test("what the table knew stays, because AWS lists only some older versions", () => {
  expect(FRESH.minors["1.36"]?.addOns).toEqual(TABLE.minors["1.36"]?.addOns);
  expect(FRESH.minors["1.36"]?.al2023Releases).toEqual([
    "1.36.1-20271101",
    ...(TABLE.minors["1.36"]?.al2023Releases ?? []),
  ]);
  expect(FRESH.minors["1.36"]?.offeredFrom).toBe(TABLE.minors["1.36"]?.offeredFrom);
});

test("every source that a row names is explained, also after a second refresh", () => {
  const twice = refreshed(FRESH, answers, "2027-11-21");
  for (const { source, addOnsSource } of Object.values(twice.minors)) {
    expect(Object.keys(twice.sources)).toEqual(
      expect.arrayContaining([source, ...(addOnsSource ?? "").split(" and ")]),
    );
    expect(addOnsSource).not.toContain("account and account");
  }
});

describe("the command", () => {
  const path = process.env["PATH"];
  const before = readFileSync(resolve(ROOT, TABLE_PATH), "utf8");

  /** Puts a program called `aws` in place of the AWS CLI. */
  function useAws(script: string): void {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "aws"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, "aws"), 0o755);
    process.env["PATH"] = `${folder}:/usr/bin:/bin`;
  }

  afterEach(() => {
    process.env["PATH"] = path;
  });

  test.each([
    ["without credentials", "echo 'Unable to locate credentials.' >&2; exit 253", "Unable to locate credentials"],
    ["with an expired token", "echo '(ExpiredToken) token expired' >&2; exit 254", "(ExpiredToken) token expired"],
  ])("%s: says why, and every question for somebody who has them, and writes nothing", async (_, script, reason) => {
    useAws(script);
    const { status, stderr } = await call(main, ["--region", "eu-west-1"]);
    expect(status).toBe(1);
    expect(stderr).toContain(reason);
    for (const question of questions(MINORS)) {
      expect(stderr).toContain(`${question} --region eu-west-1`);
    }
    expect(readFileSync(resolve(ROOT, TABLE_PATH), "utf8")).toBe(before);
  });

  test("a dry run names what is new, asks in the region given, and writes nothing", async () => {
    useAws(`case "$*" in
      *"--region eu-west-1"*) ;;
      *) echo "wrong region: $*" >&2; exit 1 ;;
    esac
    case "$*" in
      *describe-cluster-versions*) echo '{"clusterVersions": [{"clusterVersion": "1.36"}]}' ;;
      *describe-addon-versions*) echo '{"addons": []}' ;;
      *bottlerocket*) echo 'An error occurred (ParameterNotFound)' >&2; exit 254 ;;
      *) echo '{"Parameter": {"Value": "1.36.9-20271101"}}' ;;
    esac`);
    const { status, stdout, stderr } = await call(main, ["--region", "eu-west-1", "--dry-run"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("+ 1.36: AL2023 1.36.9-20271101");
    expect(stdout).toContain("- Kubernetes 1.31");
    expect(stdout).toContain("Dry run: wrote nothing");
    expect(readFileSync(resolve(ROOT, TABLE_PATH), "utf8")).toBe(before);
  });
});
