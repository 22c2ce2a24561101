import { globMatches } from "../../platform/iam/glob";
import { AwsCliError, aws } from "../aws-cli";

/** An image in a private registry of Amazon ECR. */
export interface Image {
  /** Account that owns the registry. */
  readonly account: string;
  readonly region: string;
  /** Name in the registry, for example `moj-analytical-services/example`. */
  readonly repository: string;
  readonly tag: string;
}

/** A registry's answer about a repository. */
export type Repository =
  | { readonly state: "missing" }
  /** The credentials may not see the repository. */
  | { readonly state: "denied"; readonly reason: string }
  | {
      readonly state: "found";
      /** Tags of its images, the highest version first. */
      readonly tags: readonly string[];
      /** Whether somebody can give this tag to another image. */
      readonly isMovable: (tag: string) => boolean;
    };

/**
 * Hosts of private registries, with their FIPS and dual-stack forms:
 * https://docs.aws.amazon.com/general/latest/gr/ecr.html#ecr-docker-endpoints
 */
const ECR_IMAGE =
  /^(?<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?<region>[a-z0-9-]+)\.(?:amazonaws\.com|amazonaws\.com\.cn|on\.aws)\/(?<repository>.+):(?<tag>[^:/]+)$/;

/** Reads `<host>/<repository>:<tag>`; undefined if the host is no private registry of Amazon ECR. */
export function parseImage(image: string): Image | undefined {
  const { account, region, repository, tag } = ECR_IMAGE.exec(image)?.groups ?? {};
  return account === undefined || region === undefined || repository === undefined || tag === undefined
    ? undefined
    : { account, region, repository, tag };
}

/**
 * Asks Amazon ECR about an image's repository. Needs `ecr:ListImages` and `ecr:DescribeRepositories`.
 *
 * @throws AwsCliError if the registry does not answer, for example for want of credentials.
 */
export async function askRegistry({ account, region, repository }: Omit<Image, "tag">): Promise<Repository> {
  const place = ["--registry-id", account, "--region", region, "--output", "json"];
  try {
    const tags = ["--repository-name", repository, "--filter", "tagStatus=TAGGED", "--query", "imageIds[].imageTag"];
    const [list, description] = await Promise.all([
      aws(["ecr", "list-images", ...place, ...tags]),
      aws(["ecr", "describe-repositories", ...place, "--repository-names", repository, "--query", "repositories[0]"]),
    ]);
    return {
      state: "found",
      tags: releases(JSON.parse(list) as string[]),
      isMovable: movableTags(JSON.parse(description) as Mutability),
    };
  } catch (caught) {
    if (caught instanceof AwsCliError && caught.code === "RepositoryNotFoundException") {
      return { state: "missing" };
    }
    if (caught instanceof AwsCliError && caught.code === "AccessDeniedException") {
      return { state: "denied", reason: caught.message };
    }
    throw caught;
  }
}

/**
 * Signatures and attestations are tagged `sha256-<digest>`, some with an ending:
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#referrers-tag-schema
 */
const REFERRER = /^sha256-[0-9a-f]{64}/;

function releases(tags: readonly string[]): string[] {
  const { compare } = new Intl.Collator("en", { numeric: true });
  return tags.filter((tag) => !REFERRER.test(tag)).sort((a, b) => compare(b, a));
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Repository.html */
interface Mutability {
  readonly imageTagMutability: string;
  readonly imageTagMutabilityExclusionFilters?: readonly { readonly filter: string }[];
}

/** In a filter, `*` stands for any characters, as in IAM. */
function movableTags({
  imageTagMutability: mutability,
  imageTagMutabilityExclusionFilters: filters = [],
}: Mutability): (tag: string) => boolean {
  const isMovable = mutability.startsWith("MUTABLE");
  return (tag) => filters.some(({ filter }) => globMatches(filter, tag)) !== isMovable;
}
