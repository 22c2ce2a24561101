import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { ENVIRONMENTS } from "../../../platform/config/check";
import { readStackFile, readStackText } from "../../../platform/config/stack-file";
import { ROOT } from "../../../platform/root";
import { temporaryFolder } from "../../support/command";

const FILE = "Pulumi.test.yaml";

/** Problems of the test stack's file after an edit. */
function problemsAfter(...edits: (readonly [string | RegExp, string])[]): string[] {
  const text = readFileSync(resolve(ROOT, FILE), "utf8");
  const edited = edits.reduce((before, [from, to]) => {
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    return after;
  }, text);
  const path = join(temporaryFolder(), FILE);
  writeFileSync(path, edited);
  return readStackFile(path, FILE, "test").problems.map(
    ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
  );
}

test.each(ENVIRONMENTS)("Pulumi.%s.yaml has no problem", (environment) => {
  const file = `Pulumi.${environment}.yaml`;
  expect(readStackFile(resolve(ROOT, file), file, environment).problems).toEqual([]);
});

describe("a stack file with a mistake", () => {
  test("the error for a wrong type names its key, its place and a correction", () => {
    const [problem, ...others] = problemsAfter([/minWorkers: \d+/, "minWorkers: two"]);
    expect(problem).toMatch(/^Pulumi\.test\.yaml:\d+:17: airflow\.minWorkers must be a whole number, not "two"/);
    expect(others).toEqual([]);
  });

  test("an unknown key gets the nearest known one", () => {
    expect(problemsAfter([/maxWorkers/, "maxWorker"])).toEqual([
      expect.stringMatching(/airflow\.maxWorkers is missing/),
      expect.stringMatching(/unknown key maxWorker in airflow; did you mean maxWorkers\?/),
    ]);
  });

  test("an unknown top-level key is an error too", () => {
    expect(problemsAfter([/analytical-platform-airflow:tags/, "analytical-platform-airflow:tag"])).toEqual(
      expect.arrayContaining([expect.stringMatching(/unknown key tag at the top level; did you mean tags\?/)]),
    );
  });

  test("subnets that do not fit the VPC are refused with the block and the sizes", () => {
    const [problem] = problemsAfter([/private: 21/, "private: 19"]);
    expect(problem).toMatch(/network\.subnetPrefixLengths|10\.200\.64\.0\/18/);
  });

  test("a Transit Gateway destination inside the VPC is refused", () => {
    const [problem] = problemsAfter([/194\.33\.255\.0\/24/, "10.200.64.0/24"]);
    expect(problem).toMatch(/10\.200\.64\.0\/24/);
  });

  test("all problems of the file come at once, in its order", () => {
    const problems = problemsAfter(
      [/schedulers: 2/, "schedulers: 9"],
      [/isProduction: false/, "isProduction: maybe"],
      [/fleet: general/, "fleet: fast"],
    );
    expect(problems).toHaveLength(3);
    expect(problems[0]).toContain("tags.isProduction");
    expect(problems[1]).toContain("fleet");
    expect(problems[2]).toContain("airflow.schedulers");
  });

  test("the error for broken YAML names its line", () => {
    expect(problemsAfter([/config:/, "config: ["])[0]).toMatch(
      /^Pulumi\.test\.yaml:\d+:\d+: a bracket is opened before this line and not closed/,
    );
  });
});

describe("what encrypts the secrets in the state", () => {
  const PROVIDER = /^secretsprovider: .*$/m;

  test.each([
    "awskms://alias/another/state?region=eu-west-2",
    "awskms://1234abcd-12ab-34cd-56ef-1234567890ab?region=eu-west-2&awssdk=v2",
    "awskms:///arn:aws:kms:eu-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab?region=eu-west-2",
    "awskms:///arn:aws:kms:eu-west-2:111111111111:alias/state?awssdk=v2&region=eu-west-2",
  ])("a KMS key is taken: %s", (key) => {
    expect(problemsAfter([PROVIDER, `secretsprovider: ${key}`])).toEqual([]);
  });

  test("the encrypted data key that Pulumi adds is taken", () => {
    expect(problemsAfter([PROVIDER, "$&\nencryptedkey: AQICAHj="])).toEqual([]);
  });

  test("none is refused, because Pulumi would ask for a pass phrase", () => {
    expect(problemsAfter([PROVIDER, ""])).toEqual([
      expect.stringMatching(/secretsprovider is missing.*pass phrase: write secretsprovider: awskms:\/\/alias\//),
    ]);
  });

  test.each([
    "passphrase",
    "default",
    "awskms://alias/state",
    "gcpkms://projects/p/locations/l/keyRings/r/cryptoKeys/k",
  ])("what is no KMS key with its region is refused in its line: %s", (provider) => {
    const [problem, ...others] = problemsAfter([PROVIDER, `secretsprovider: ${provider}`]);
    expect(problem).toMatch(/^Pulumi\.test\.yaml:\d+:18: secretsprovider cannot be "/);
    expect(problem).toContain("write it as awskms://");
    expect(others).toEqual([]);
  });

  test("what Pulumi leaves of a pass phrase is refused, with the way back to the key", () => {
    const [problem, ...others] = problemsAfter([PROVIDER, "$&\nencryptionsalt: v1:abc="]);
    expect(problem).toMatch(
      /^Pulumi\.test\.yaml:\d+:1: encryptionsalt says .*pulumi stack change-secrets-provider "awskms:/,
    );
    expect(others).toEqual([]);
  });
});

describe("a value that the schema refuses hides no mistake of another value:", () => {
  const text = readFileSync(resolve(ROOT, "Pulumi.test.yaml"), "utf8");

  test.each<[string, readonly (readonly [string, string])[], readonly RegExp[]]>([
    [
      "a block that is listed twice, and one beside it",
      [["destinationCidrBlocks: [10.0.0.0/8,", "destinationCidrBlocks: [10.0.0.0/8, 10.0.0.0/8, 10.1.2.3/8,"]],
      [/has "10\.0\.0\.0\/8" twice/, /10\.1\.2\.3\/8 has bits set beyond its prefix/],
    ],
    [
      "a zone that is listed twice, and one beside it",
      [["[eu-west-2a, eu-west-2b, eu-west-2c]", "[eu-west-2a, eu-west-2a, eu-west-2e]"]],
      [/has "eu-west-2a" twice/, /AWS has no zone eu-west-2e/],
    ],
    [
      "a Kubernetes version that is a number, and sizes of a group",
      [
        ['kubernetesVersion: "1.36"', "kubernetesVersion: 1.36"],
        ["desiredSize: 3", "desiredSize: 30"],
      ],
      [/kubernetesVersion must be text/, /desiredSize 30 is not between/],
    ],
    [
      "a size that is text, and an instance type of the same group",
      [
        ["minSize: 3", "minSize: three"],
        ["instanceTypes: [m6a.xlarge,", "instanceTypes: [m6a.huge,"],
      ],
      [/m6a\.huge/, /minSize must be a whole number/],
    ],
  ])("%s", (_, edits, told) => {
    const edited = edits.reduce((before, [from, to]) => before.replace(from, to), text);
    const messages = readStackText(edited, "Pulumi.test.yaml", "test").problems.map(({ message }) => message);
    expect(messages).toEqual(told.map((pattern) => expect.stringMatching(pattern) as string));
  });
});
