import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { main } from "../../../cli/validate";
import { parseImage } from "../../../cli/validate/registry";
import { ROOT } from "../../../platform/root";
import { call, type CommandResult, temporaryFolder } from "../../support/command";
import { manifest } from "../../support/manifests";
import { stackConfig } from "../../support/mocks";
import { Moto } from "../../support/moto";

// The AWS CLI starts in about a second, or later if many run at once; moto takes a few seconds.
jest.setTimeout(600_000);

const REGISTRY = parseImage(`${stackConfig("development").workflows.containerRegistry}/any:any`);
const CLI = join(ROOT, ".venvs/moto/bin");
const IMAGE = JSON.stringify({
  schemaVersion: 2,
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: `sha256:${"0".repeat(64)}`, size: 2 },
  layers: [],
});

let moto: Moto;

/** Only these values of AWS, and no file of the person who runs the tests. */
function variables(more: Readonly<Record<string, string | undefined>> = {}): Record<string, string | undefined> {
  const own = Object.keys(process.env).filter((name) => name.startsWith("AWS_"));
  return {
    ...Object.fromEntries(own.map((name) => [name, undefined])),
    HOME: temporaryFolder(),
    PATH: `${CLI}:${process.env["PATH"] ?? ""}`,
    AWS_ENDPOINT_URL: moto.url,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ACCESS_KEY_ID: "any",
    AWS_SECRET_ACCESS_KEY: "any",
    ...more,
  };
}

/** Makes one request of ECR's protocol; moto reads the signature's scope, and does not check signatures. */
async function ecr(operation: string, body: object): Promise<void> {
  const { account: registryId, region = "" } = REGISTRY ?? {};
  const response = await fetch(moto.url, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=any/20260101/${region}/ecr/aws4_request, SignedHeaders=host, Signature=0`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AmazonEC2ContainerRegistry_V20150921.${operation}`,
    },
    body: JSON.stringify({ registryId, ...body }),
  });
  expect(await response.text()).not.toContain("__type");
  expect(response.status).toBe(200);
}

/** A repository with one image for each tag. */
async function createRepository(repositoryName: string, tags: readonly string[], mutability: object): Promise<void> {
  await ecr("CreateRepository", { repositoryName, ...mutability });
  for (const [index, imageTag] of tags.entries()) {
    const imageManifest = IMAGE.replace('"size":2', `"size":${index}`);
    await ecr("PutImage", { repositoryName, imageTag, imageManifest });
  }
}

/** Writes a manifest of development and returns its path. */
function write(text: string): string {
  const folder = join(temporaryFolder(), "development", "project", "workflow");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "workflow.yml"), text);
  return join(folder, "workflow.yml");
}

async function validate(file: string, more: Parameters<typeof variables>[0] = {}): Promise<CommandResult> {
  return call(main, [file, "--images"], variables(more));
}

/** A folder with a program `aws` that fails with this text. */
function failingCli(text: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "aws"), `#!/bin/sh\necho "${text}" >&2\nexit 254\n`);
  chmodSync(join(folder, "aws"), 0o755);
  return folder;
}

beforeAll(async () => {
  moto = await Moto.start();
  const immutable = { imageTagMutability: "IMMUTABLE" };
  await createRepository("moj-analytical-services/example", ["v0.9.0", "v1.0.0"], immutable);
  const signature = `sha256-${"1".repeat(64)}.sig`;
  await createRepository("moj-analytical-services/signed", ["9.0.0", "10.0.0", signature], immutable);
  await createRepository("moj-analytical-services/movable", ["v1.0.0"], { imageTagMutability: "MUTABLE" });
  await createRepository("moj-analytical-services/partly", ["v1.0.0", "dev.1"], {
    imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
    imageTagMutabilityExclusionFilters: [{ filterType: "WILDCARD", filter: "dev*" }],
  });
});

afterAll(async () => {
  await moto.stop();
});

describe("npm run validate -- --images, against moto's ECR with the real AWS CLI", () => {
  test("accepts an image that exists under a tag that nobody can move", async () => {
    const { status, stdout, stderr } = await validate(write(manifest()));
    expect(stderr).toBe("");
    expect(stdout).toBe("1 manifest: 0 errors, 0 warnings\n");
    expect(status).toBe(0);
  });

  test("reports each task's missing repository, missing tag and movable tag at its place, and proposes no signature's tag", async () => {
    const file = write(
      manifest(`
tasks:
  same: {}
  tag: { tag: 1.0.0 }
  repository: { repository: moj-analytical-services/Nowhere_at_all, tag: v1.0.0 }
  movable: { repository: moj-analytical-services/movable, tag: v1.0.0 }
  partly: { repository: moj-analytical-services/partly, tag: v1.0.0 }
  excluded: { repository: moj-analytical-services/partly, tag: dev.1 }
  unlike: { repository: moj-analytical-services/signed, tag: release-of-today }`),
    );
    const { status, stdout } = await validate(file);
    const registry = `the registry of account ${REGISTRY?.account ?? ""} in ${REGISTRY?.region ?? ""}`;
    expect(stdout.split("\n")).toEqual([
      `${file}:6:17: moj-analytical-services/example has no tag 1.0.0 in ${registry}, so no task could start; did you mean v1.0.0?`,
      `${file}:7:31: ${registry} has no repository moj-analytical-services/nowhere-at-all, so no task could start; correct the name, or make the first release`,
      `${file}:8:66: warning: the tag v1.0.0 of moj-analytical-services/movable can be moved to another image; ask the owner of ${registry} to make it immutable`,
      `${file}:10:66: warning: the tag dev.1 of moj-analytical-services/partly can be moved to another image; ask the owner of ${registry} to make it immutable`,
      `${file}:11:64: moj-analytical-services/signed has no tag release-of-today in ${registry}, so no task could start; its highest tag is 10.0.0; correct the tag, or release it`,
      "1 manifest: 3 errors, 2 warnings",
      "",
    ]);
    expect(status).toBe(1);
  });

  test("without --images, asks nobody", async () => {
    const asked = moto.requests().length;
    const { status } = await call(main, [write(manifest())], variables());
    expect(status).toBe(0);
    expect(moto.requests()).toHaveLength(asked);
  });

  test("without credentials, says so once, and still reports the manifests' own problems", async () => {
    const { status, stdout, stderr } = await validate(write(manifest("retry_delay: 5")), {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
    });
    expect(stdout).toContain("1 manifest: 0 errors, 1 warning");
    expect(stderr).toMatch(
      /^cannot check the images: aws ecr [a-z-]+ failed: Unable to locate credentials.*; give the AWS CLI credentials that may list the registry's images, or leave --images out\n$/,
    );
    expect(status).toBe(1);
  });

  test("without the AWS CLI, says to install it", async () => {
    const { status, stderr } = await validate(write(manifest()), { PATH: temporaryFolder() });
    expect(stderr).toBe(
      "cannot check the images: the AWS CLI is not installed on this machine; install it, or leave --images out\n",
    );
    expect(status).toBe(1);
  });

  test("reports a repository that the credentials may not see as an error at its place", async () => {
    const denied = "An error occurred (AccessDeniedException) when calling the ListImages operation: not authorized";
    const file = write(manifest());
    const { status, stdout } = await validate(file, { PATH: failingCli(denied) });
    expect(stdout).toMatch(
      /:2:15: these credentials may not see moj-analytical-services\/example in .*; use credentials with ecr:ListImages and ecr:DescribeRepositories \(aws ecr .* failed: .*not authorized\)/,
    );
    expect(status).toBe(1);
  });
});

describe("the registry of an image", () => {
  const image = { account: "111111111111", region: "eu-west-2", repository: "team/org/name", tag: "v1" };

  test.each([
    "111111111111.dkr.ecr.eu-west-2.amazonaws.com",
    "111111111111.dkr.ecr-fips.eu-west-2.amazonaws.com",
    "111111111111.dkr-ecr.eu-west-2.on.aws",
  ])("is Amazon ECR for the host %s, and a path is part of the repository", (host) => {
    expect(parseImage(`${host}/team/org/name:v1`)).toEqual(image);
  });

  test.each([
    "ghcr.io/org/name:v1",
    "localhost:5000/org/name:v1",
    "111111111111.dkr.ecr.eu-west-2.amazonaws.com.evil.org/a:v1",
  ])("is not Amazon ECR for %s", (other) => {
    expect(parseImage(other)).toBeUndefined();
  });
});
