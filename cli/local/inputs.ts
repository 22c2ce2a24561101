import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseEnv } from "node:util";

import { STSClient } from "@aws-sdk/client-sts";

import { messageOf } from "../../diagnostics/message-of";
import { nearest } from "../../diagnostics/nearest";
import { suggestion } from "../../diagnostics/suggestion";
import { UsageError } from "../../diagnostics/usage-error";
import type { DagData, Scalar } from "../../workflow/compiled";
import { type Moment, momentAt, readMoment } from "../../workflow/templates/moment";
import type { Json } from "../../workflow/templates/python-text";
import { readNamedFile } from "../read-named-file";

/** Default file of secrets; Git ignores it. */
export const SECRETS_FILE = ".secrets.env";

/** Reads an option that is a date and time; without an offset it is UTC. */
export function readMomentOption(text: string): Moment {
  const moment = readMoment(text);
  if (moment === undefined) {
    throw new UsageError(`${text} is not a date and time; write it as 2026-11-22 or 2026-11-22T06:00:00+00:00`);
  }
  return moment;
}

/** The moment of the call, in whole seconds. */
export function now(): Moment {
  return momentAt(Math.floor(Date.now() / 1000) * 1000);
}

/**
 * Joins the manifest's parameters and those of the call, `name=value`. The value of a text parameter is taken literally; the value
 * of any other parameter is JSON.
 */
export function parametersOf({ params }: DagData, given: readonly string[]): Record<string, Json> {
  const own = given.map((text): [string, Json] => {
    const [, name = "", value] = /^([^=]+)=([^]*)$/.exec(text) ?? [];
    if (value === undefined) {
      throw new UsageError(`--param ${text} has no value; write --param <name>=<value>`);
    }
    if (!Object.hasOwn(params, name)) {
      const names = Object.keys(params);
      throw new UsageError(
        `the workflow has no parameter ${name}; ${suggestion(name, names, `it has ${names.join(", ") || "none"}`)}`,
      );
    }
    return [name, valueLike(params[name] ?? null, name, value)];
  });
  return { ...params, ...Object.fromEntries(own) };
}

function valueLike(inManifest: Scalar, name: string, text: string): Json {
  if (typeof inManifest === "string") {
    return text;
  }
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new UsageError(
      `parameter ${name} is ${JSON.stringify(inManifest)} in the manifest, and ${text} is not JSON; write a value such as ${JSON.stringify(inManifest)}, or text in double quotes`,
    );
  }
}

/**
 * The values of a workflow's secrets, from the shell or from a file.
 *
 * @throws UsageError if one is missing, or if Git would commit the file.
 */
export function secretsOf({ secrets }: DagData, file: string | undefined): Record<string, string> {
  const names = Object.keys(secrets);
  const fromFile = names.length === 0 ? {} : readSecrets(file);
  const values = names.map((name) => [name, process.env[name] ?? fromFile[name]] as const);
  const missing = values.flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length > 0) {
    const where = file ?? SECRETS_FILE;
    const hints = missing.map((name) => {
      const close = nearest(name, Object.keys(fromFile));
      return `${name} has no value${close === undefined ? "" : `; did you mean ${name} where ${where} has ${close}?`}`;
    });
    throw new UsageError(
      `${hints.join("\n")}\nExport it in the shell, or write a line such as ${String(missing[0])}=… to ${where}`,
    );
  }
  return Object.fromEntries(values) as Record<string, string>;
}

function readSecrets(given: string | undefined): Readonly<Record<string, string | undefined>> {
  const file = given ?? SECRETS_FILE;
  if (!existsSync(file)) {
    if (given !== undefined) {
      throw new UsageError(`there is no ${file}`);
    }
    return {};
  }
  const folder = dirname(resolve(file));
  // 1: in a repository, and not ignored. 128: not in a repository.
  if (spawnSync("git", ["check-ignore", "--quiet", resolve(file)], { cwd: folder }).status === 1) {
    throw new UsageError(
      `Git does not ignore ${file}, so that a commit could publish the secrets; add it to .gitignore`,
    );
  }
  return parseEnv(readNamedFile(file));
}

/**
 * The credentials of a profile of the AWS configuration, as variables of the environment.
 *
 * @throws UsageError with the SDK's words if it finds none.
 */
export async function credentialsOf(profile: string): Promise<Record<string, string>> {
  try {
    const found = await new STSClient({ profile, region: "eu-west-1" }).config.credentials();
    return {
      AWS_ACCESS_KEY_ID: found.accessKeyId,
      AWS_SECRET_ACCESS_KEY: found.secretAccessKey,
      ...(found.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: found.sessionToken }),
    };
  } catch (caught) {
    const words = messageOf(caught);
    throw new UsageError(
      `profile ${profile} gives no credentials: ${words}\nTo log in: aws sso login --profile ${profile}`,
    );
  }
}
