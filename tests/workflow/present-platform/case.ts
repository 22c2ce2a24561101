import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { parse } from "yaml";

import type { Compatibility } from "../../../platform/config/stack.generated";
import type { Call } from "../../../workflow/present-platform/calls";

/** An outcome of a manifest. Parts that a case leaves out are not compared. */
export interface Outcome {
  readonly dag_id?: string;
  /** Some of the DAG's settings. */
  readonly dag?: Readonly<Record<string, unknown>>;
  /** Each task with those before it. */
  readonly tasks?: Readonly<Record<string, readonly string[]>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly service_account?: string;
  readonly role?: string | null;
  /** Longest session of the role. */
  readonly session_seconds?: number | null;
  /** ARNs of named policies of the role. */
  readonly policies?: readonly string[];
  /** Compute profile of each task. */
  readonly profiles?: Readonly<Record<string, string>>;
  /** Tasks on the network of HMCTS SDP. */
  readonly sdp_network?: readonly string[];
  readonly secrets?: readonly string[];
  readonly secret_variables?: readonly string[];
  readonly allowed?: readonly string[];
  readonly refused?: readonly string[];
  /** Connections of the pods, each as `address:port`. */
  readonly connects?: readonly string[];
}

/** Codes of problems, each with words of its message. */
type Problems = Readonly<Record<string, string>>;

/** One file of `cases/`; `README.md` there describes the keys. */
export interface Case {
  readonly name: string;
  readonly fact: string;
  readonly path: string;
  readonly manifest: string;
  readonly there: Outcome;
  readonly refused?: Problems;
  readonly here: {
    readonly settings?: readonly (keyof Compatibility)[];
    readonly differs?: Readonly<Partial<Record<keyof Outcome, { readonly why: string; readonly value: unknown }>>>;
    readonly forbidden?: { readonly why: string; readonly calls: readonly string[] };
    readonly without?: {
      readonly dag?: Readonly<Record<string, unknown>>;
      readonly variables?: Readonly<Record<string, string>>;
      readonly refused?: readonly string[];
      readonly refused_manifest?: Problems;
      readonly connects_not?: readonly string[];
    };
  };
}

const FOLDER = resolve(__dirname, "cases");

/** Every case, in the order of the files' names. */
export function readCases(): Case[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".yml"))
    .sort()
    .map((file) => ({
      there: {},
      here: {},
      ...(parse(readFileSync(resolve(FOLDER, file), "utf8")) as Omit<Case, "name" | "there" | "here">),
      name: file.replace(/\.yml$/, ""),
    }));
}

/** Session of the workflow's role. */
const SESSION = "AROAEXAMPLEEXAMPLE1:session";

/** Reads `action resource key=value …`. */
export function callOf(text: string, dataAccount: string): Call {
  const [action = "", resource = "", ...conditions] = text
    .replaceAll("<data>", dataAccount)
    .replaceAll("<session>", SESSION)
    .split(" ");
  const context = Object.fromEntries(
    conditions.map((condition): [string, string] => {
      const [key = "", value = ""] = condition.split("=");
      return [key, value];
    }),
  );
  return { action, resource, context };
}
