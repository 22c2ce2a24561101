import { loadYaml } from "../../diagnostics/load-yaml";
import type { Problem } from "../../diagnostics/problem";
import { suggestion } from "../../diagnostics/suggestion";
import type { ManifestFile } from "../../workflow/check";
import type { CompiledWorkflow } from "../../workflow/compiled";
import { AwsCliError } from "../aws-cli";
import { askRegistry, type Image, parseImage, type Repository } from "./registry";

/** Repositories that are asked for at once. */
const AT_ONCE = 4;

/** A workflow without errors, and its manifest. */
export interface Checked {
  readonly manifest: ManifestFile;
  readonly workflow: CompiledWorkflow;
}

/** An image that tasks of a workflow start from. */
interface Use {
  readonly manifest: ManifestFile;
  readonly text: string;
  readonly image: Image | undefined;
  /** Path of the DAG or task whose keys name the image. */
  readonly path: readonly string[];
}

/** The result of asking the registries. */
export interface CheckedImages {
  readonly problems: readonly Problem[];
  /** Why a registry gave no answer; undefined if all answered. */
  readonly failure?: string;
}

/**
 * Asks the registries for the images of workflows, each repository once, and reports those that are missing, that cannot be
 * seen, or whose tag somebody can give to another image.
 */
export async function checkImages(workflows: readonly Checked[]): Promise<CheckedImages> {
  const uses = workflows.flatMap(usesOf);
  const { answers, failure } = await askAll(uses.flatMap(({ image }) => image ?? []));
  const problems = uses.flatMap((use) =>
    findings(use, answers).map(({ key, ...finding }) => ({ ...finding, ...placeOf(use, key) })),
  );
  if (failure === undefined) {
    return { problems };
  }
  const advice = failure.isInstalled
    ? "give the AWS CLI credentials that may list the registry's images, or leave --images out"
    : "install it, or leave --images out";
  return { problems, failure: `cannot check the images: ${failure.message}; ${advice}` };
}

function usesOf({ manifest, workflow: { dag } }: Checked): Use[] {
  const tasks = Object.entries(dag.tasks);
  const own = tasks.flatMap(([name, { image }]) =>
    image === undefined ? [] : [{ text: image, path: ["dag", "tasks", name] }],
  );
  const shared = own.length === tasks.length ? [] : [{ text: dag.image, path: ["dag"] }];
  return [...shared, ...own].map(({ text, path }) => ({ manifest, text, path, image: parseImage(text) }));
}

function keyOf({ account, region, repository }: Image): string {
  return `${account} ${region} ${repository}`;
}

/** The answers by repository. After a failure the rest is not asked for, because it would fail for the same reason. */
interface Answers {
  readonly answers: ReadonlyMap<string, Repository>;
  readonly failure: AwsCliError | undefined;
}

async function askAll(images: readonly Image[]): Promise<Answers> {
  const answers = new Map<string, Repository>();
  const waiting = [...new Map(images.map((image) => [keyOf(image), image]))];
  const failures: AwsCliError[] = [];
  const askInTurn = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && failures.length === 0; next = waiting.shift()) {
      const [key, image] = next;
      try {
        answers.set(key, await askRegistry(image));
      } catch (caught) {
        if (!(caught instanceof AwsCliError)) {
          throw caught;
        }
        failures.push(caught);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askInTurn));
  return { answers, failure: failures[0] };
}

type ImageFinding = Pick<Problem, "code" | "message" | "severity"> & { readonly key: "repository" | "tag" };

function findings({ text, image }: Use, answers: Answers["answers"]): ImageFinding[] {
  if (image === undefined) {
    const message = `${text} is in no private registry of Amazon ECR, and --images can ask no other; look for the image yourself`;
    return [{ severity: "error", code: "image-not-checked", key: "repository", message }];
  }
  const answer = answers.get(keyOf(image));
  if (answer === undefined) {
    return [];
  }
  const { account, region, repository, tag } = image;
  const registry = `the registry of account ${account} in ${region}`;
  if (answer.state === "missing") {
    const message = `${registry} has no repository ${repository}, so no task could start; correct the name, or make the first release`;
    return [{ severity: "error", code: "image-repository-missing", key: "repository", message }];
  }
  if (answer.state === "denied") {
    const advice = "use credentials with ecr:ListImages and ecr:DescribeRepositories";
    const message = `these credentials may not see ${repository} in ${registry}; ${advice} (${answer.reason})`;
    return [{ severity: "error", code: "image-not-checked", key: "repository", message }];
  }
  if (!answer.tags.includes(tag)) {
    const advice = suggestion(tag, answer.tags, `${inTheRegistry(answer.tags)}; correct the tag, or release it`);
    const message = `${repository} has no tag ${tag} in ${registry}, so no task could start; ${advice}`;
    return [{ severity: "error", code: "image-tag-missing", key: "tag", message }];
  }
  if (answer.isMovable(tag)) {
    const message = `the tag ${tag} of ${repository} can be moved to another image; ask the owner of ${registry} to make it immutable`;
    return [{ severity: "warning", code: "movable-tag", key: "tag", message }];
  }
  return [];
}

function inTheRegistry(tags: readonly string[]): string {
  return tags.length === 0 ? "it has no tags" : `its highest tag is ${tags[0] ?? ""}`;
}

/** The place of an image's repository or tag: at its task, or at the DAG if the task inherits it. */
function placeOf(
  { manifest: { file, text }, path }: Use,
  key: "repository" | "tag",
): Omit<Problem, "code" | "message" | "severity"> {
  const { sourceOf, positionOf } = loadYaml(text);
  const own = [...path, key];
  const place = sourceOf(own) === undefined ? ["dag", key] : own;
  return { file, path: place, ...positionOf(place) };
}
