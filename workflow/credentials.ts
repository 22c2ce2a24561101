import { createRequire } from "node:module";

import { isMap } from "../diagnostics/is-map";
import type { Finding } from "../diagnostics/problem";
import { name } from "../diagnostics/schema-findings";

type Path = readonly (string | number)[];

/** A credential that somebody wrote into a manifest as text. */
export interface Credential {
  readonly path: Path;
  /** The credential itself. Never print it. */
  readonly text: string;
  /** The service that accepts the credential, by the name of secretlint's rule, for example `github`. */
  readonly kind: string;
}

/** A report of a secretlint rule: the text's range, its kind, and the parts that secretlint's message would quote. */
interface Report {
  readonly range: readonly [start: number, end: number];
  readonly message: { readonly messageId: string; readonly data: Readonly<Record<string, string>> };
}

/**
 * The parts of a secretlint rule that this file uses (https://github.com/secretlint/secretlint,
 * docs/secretlint-rule.md).
 */
interface SecretlintRule {
  readonly meta: { readonly id: string; readonly type: "scanner" | "filter" };
  readonly create: (
    context: {
      readonly sharedOptions: object;
      readonly createTranslator: () => (messageId: string, data?: Report["message"]["data"]) => Report["message"];
      readonly report: (report: Report) => void;
      readonly ignore: () => void;
    },
    options: object,
  ) => {
    readonly file?: (source: {
      readonly content: string;
      readonly contentType: "text";
      readonly ext: string;
    }) => unknown;
  };
}

/** No rule of secretlint matches a text shorter than this, in characters. */
const MINIMUM_LENGTH = 12;

/** Finds credentials of a known form in the values and keys of plain data. */
export function findCredentials(data: unknown): Credential[] {
  return [...textsIn(data, [])].flatMap(({ path, text }) =>
    credentialsIn(String(path.at(-1)), text).map((found) => ({ path, ...found })),
  );
}

/** Finds credentials in the value of a key. Some forms are recognisable only by the key's name. */
export function credentialsIn(key: string, value: string): Omit<Credential, "path">[] {
  if (value.length < MINIMUM_LENGTH) {
    return [];
  }
  const prefix = `${key}=`;
  const found = scanners().flatMap(({ kind, scan }) =>
    scan(prefix + value).map(({ range: [start, end], message }) => ({
      kind,
      // The range of some rules ends too early, but their messages quote the whole credential.
      text: longest([
        value.slice(Math.max(0, start - prefix.length), Math.max(0, end - prefix.length)),
        ...Object.values(message.data).filter((part) => typeof part === "string" && value.includes(part)),
      ]),
    })),
  );
  return found.filter(({ text }, index) => text !== "" && found.findIndex((other) => other.text === text) === index);
}

function longest(texts: readonly string[]): string {
  return texts.reduce((most, text) => (text.length > most.length ? text : most), "");
}

/** The error about a credential. */
export function credentialFinding({ path, text, kind }: Credential): Finding {
  return {
    severity: "error",
    code: "credential",
    path,
    message: `${name(path)} holds a credential (${masked(text)}, ${text.length} characters; form: ${kind}), and everyone who reads the repository can read it; revoke it, list an id under secrets, and read the new value from SECRET_<ID>`,
  };
}

/** Masks every credential that a message quotes, even in part. */
export function withoutCredentials(message: string, credentials: readonly Credential[]): string {
  return credentials.reduce((safe, { text }) => {
    const beginning = text.slice(0, MINIMUM_LENGTH);
    return safe
      .split(beginning)
      .map((part, index) => (index === 0 ? part : masked(text) + withoutBeginning(part, text.slice(MINIMUM_LENGTH))))
      .join("");
  }, message);
}

function withoutBeginning(part: string, rest: string): string {
  let length = 0;
  while (length < rest.length && part[length] === rest[length]) {
    length++;
  }
  return part.slice(length);
}

/** The first characters of a credential, so that its owner can recognise it. */
function masked(text: string): string {
  return `${text.slice(0, 4)}…`;
}

function* textsIn(data: unknown, path: Path): Generator<{ path: Path; text: string }> {
  if (typeof data === "string") {
    yield { path, text: data };
  } else if (Array.isArray(data)) {
    for (const [index, item] of data.entries()) {
      yield* textsIn(item, [...path, index]);
    }
  } else if (isMap(data)) {
    for (const [key, value] of Object.entries(data)) {
      yield { path: [...path, key], text: key };
      yield* textsIn(value, [...path, key]);
    }
  }
}

interface Scanner {
  readonly kind: string;
  readonly scan: (text: string) => Report[];
}

let made: readonly Scanner[] | undefined;

/** Loads the rules only when the first value is checked, because loading takes longer than checking. */
function scanners(): readonly Scanner[] {
  made ??= rules().flatMap(scannerOf);
  return made;
}

function rules(): readonly SecretlintRule[] {
  // TypeScript does not let a CommonJS module import this ES module.
  const load = createRequire(__filename);
  return (load("@secretlint/secretlint-rule-preset-recommend") as { readonly rules: readonly SecretlintRule[] }).rules;
}

/**
 * Runs a rule without secretlint's core, which is asynchronous. This leaves out the filters with which a comment can
 * allow a credential.
 */
function scannerOf({ meta: { id, type }, create }: SecretlintRule): Scanner[] {
  if (type === "filter") {
    return [];
  }
  let reports: Report[] = [];
  const { file } = create(
    {
      sharedOptions: {},
      createTranslator:
        () =>
        (messageId, data = {}) => ({ messageId, data }),
      report: (report) => reports.push(report),
      ignore: () => undefined,
    },
    { enableIDScanRule: true },
  );
  const scan = (content: string): Report[] => {
    reports = [];
    file?.({ content, contentType: "text", ext: "" });
    return reports.filter(({ range, message }) => isSecret(message.messageId, content.slice(...range)));
  };
  return [{ kind: id.replace("@secretlint/secretlint-rule-", ""), scan }];
}

/** Ids of accounts, users and roles are not secret. The id of an access key is usually beside its secret. */
function isSecret(messageId: string, text: string): boolean {
  return messageId === "AWSAccessKeyID" ? /^A[KS]IA/.test(text) : messageId !== "AWSAccountID";
}
