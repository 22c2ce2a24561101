import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

import policySchema from "../../policies/gatekeeper/policy.schema.json";
import { loadYaml } from "../../diagnostics/load-yaml";
import type { Problem } from "../../diagnostics/problem";
import { compileSchema } from "../../diagnostics/schema-findings";
import { ROOT } from "../root";
import type { ParameterName } from "./parameters";

/** Folder of the policies. */
export const POLICIES = resolve(ROOT, "policies", "gatekeeper");

/** Folder of the Rego that policies share, beside the policies' folders. */
const LIBRARY = "lib";

/** Files of every policy's folder. */
const FILES = ["README.md", "policy.rego", "policy.yaml", "policy_test.rego", "suite.yaml"] as const;

/** Form of a folder's name, from which the kind's name follows. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** One admission policy, read from its folder. */
export interface Policy {
  /** Name of its folder, such as `privileged-containers`: the identity. */
  readonly name: string;
  readonly title: string;
  readonly appliesTo: "every-namespace" | "workflows";
  readonly parameters: readonly ParameterName[];
  readonly rego: string;
  /** The shared Rego that it imports, and what that imports. */
  readonly libraries: readonly string[];
}

/** All policies by name, and the problems of their folders. */
export interface ReadPolicies {
  readonly policies: readonly Policy[];
  readonly problems: readonly Problem[];
}

const checkSchema = compileSchema(policySchema);

/** Names of the policies that have a folder. */
export function policyNames(folder: string = POLICIES): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== LIBRARY)
    .map(({ name }) => name)
    .sort();
}

/** Reads every policy's folder. Leaves out a policy with a problem, and reports all problems. */
export function readPolicies(folder: string = POLICIES): ReadPolicies {
  const libraries = new Map(
    readdirSync(join(folder, LIBRARY))
      .filter((file) => file.endsWith(".rego") && !file.endsWith("_test.rego"))
      .map((file) => [file.replace(/\.rego$/, ""), readFileSync(join(folder, LIBRARY, file), "utf8")]),
  );
  const read = policyNames(folder).map((name) => readPolicy(join(folder, name), name, libraries));
  return {
    policies: read.flatMap(({ policies }) => policies),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function readPolicy(folder: string, name: string, libraries: ReadonlyMap<string, string>): ReadPolicies {
  if (!NAME.test(name)) {
    const problem = `${name} cannot be a policy's name; write lower-case words joined by -`;
    return { policies: [], problems: [problemAt(folder, "bad-name", problem)] };
  }
  const missing = FILES.filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0) {
    const problem = `the policy has no ${missing.join(" and no ")}; docs/how-to/add-an-admission-policy.md says what each is for`;
    return { policies: [], problems: [problemAt(folder, "missing-file", problem)] };
  }
  const metadata = readMetadata(join(folder, "policy.yaml"));
  const rego = readFileSync(join(folder, "policy.rego"), "utf8");
  const problems = [...metadata.problems, ...regoProblems(join(folder, "policy.rego"), rego, name, libraries)];
  return problems.length > 0
    ? { policies: [], problems }
    : { policies: [{ name, parameters: [], ...metadata.data, rego, libraries: imported(rego, libraries) }], problems };
}

type Metadata = Pick<Policy, "title" | "appliesTo"> & Partial<Pick<Policy, "parameters">>;

function readMetadata(path: string): { data: Metadata; problems: Problem[] } {
  const loaded = loadYaml(readFileSync(path, "utf8"));
  const findings = loaded.data === undefined ? [] : checkSchema(loaded.data);
  const problems = [
    ...loaded.problems,
    ...findings.map((finding) => ({ ...finding, ...loaded.positionOf(finding.path, finding.atKey) })),
  ]
    .map((problem) => ({ ...problem, file: shown(path) }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  return { data: loaded.data as Metadata, problems };
}

function regoProblems(path: string, rego: string, name: string, libraries: ReadonlyMap<string, string>): Problem[] {
  const wanted = name.replaceAll("-", "_");
  const line = rego.split("\n").findIndex((text) => text.startsWith("package ")) + 1;
  const stated = rego.split("\n")[line - 1]?.slice("package ".length).trim();
  const unknown = importsOf(rego).filter((library) => !libraries.has(library));
  return [
    ...(stated === wanted
      ? []
      : [
          problemAt(
            path,
            "wrong-package",
            `the package is ${stated ?? "not stated"}; write package ${wanted}, so that its tests and those of other policies stay separate`,
            Math.max(line, 1),
          ),
        ]),
    ...unknown.map((library) =>
      problemAt(
        path,
        "unknown-library",
        `there is no ${LIBRARY}/${library}.rego; import one of ${[...libraries.keys()].join(", ")}, or add it`,
        rego.split("\n").findIndex((text) => text.includes(`data.lib.${library}`)) + 1,
      ),
    ),
  ];
}

function importsOf(rego: string): string[] {
  return [...rego.matchAll(/^import data\.lib\.(\w+)/gm)].map(([, library]) => library ?? "");
}

/** The text of each library that Rego imports, directly or through another; each once. */
function imported(rego: string, libraries: ReadonlyMap<string, string>): string[] {
  const found = new Set<string>();
  const visit = (text: string): void => {
    for (const library of importsOf(text)) {
      if (!found.has(library)) {
        found.add(library);
        visit(libraries.get(library) ?? "");
      }
    }
  };
  visit(rego);
  return [...found].sort().map((library) => libraries.get(library) ?? "");
}

function problemAt(path: string, code: string, message: string, line = 1): Problem {
  return { severity: "error", code, message, path: [], file: shown(path), line, column: 1 };
}

function shown(path: string): string {
  const fromRoot = relative(ROOT, path);
  return fromRoot.startsWith("..") ? path : fromRoot;
}
