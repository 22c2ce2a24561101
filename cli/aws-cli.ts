import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Largest answer that is read, in bytes: the tags of a repository with 100,000 images, which is the default quota, fit. */
const MAXIMUM_ANSWER = 64 * 1024 * 1024;

/** A call of the AWS CLI that failed. */
export class AwsCliError extends Error {
  /**
   * @param code AWS's name of the fault, for example `AccessDeniedException`; undefined if AWS gave no answer.
   * @param isInstalled Whether this machine has the AWS CLI.
   */
  constructor(
    message: string,
    readonly code: string | undefined,
    readonly isInstalled: boolean,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Calls the AWS CLI, which finds credentials as people set them up, and returns its output.
 *
 * @throws AwsCliError if it is not installed, or fails.
 */
export async function aws(words: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("aws", words, { env: process.env, maxBuffer: MAXIMUM_ANSWER });
    return stdout;
  } catch (caught) {
    const { code, stderr = "", message } = caught as NodeJS.ErrnoException & { stderr?: string };
    if (code === "ENOENT") {
      throw new AwsCliError("the AWS CLI is not installed on this machine", undefined, false, { cause: caught });
    }
    const text = stderr.trim() || message;
    // https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-troubleshooting.html
    const fault = /An error occurred \((\w+)\)/.exec(text)?.[1];
    const call = words.slice(0, 2).join(" ");
    throw new AwsCliError(`aws ${call} failed: ${text}`, fault, true, { cause: caught });
  }
}
