import { createRequire } from "node:module";

import { isMap } from "../diagnostics/is-map";
import type { Finding } from "../diagnostics/problem";
import { name } from "../diagnostics/schema-findings";

type Path = readonly (string | number)[];

/** A credential that stands in a manifest as text. */
export interface Credential {
  readonly path: Path;
  /** The credential itself: never print it. */
  readonly text: string;
  /** The service that the credential is for, as secretlint's rule is called: `github`. */
  readonly kind: string;
}

/** What a rule of secretlint reports: where a text is, what it looks like, and the parts that its message would quote. */
interface Report {
  readonly range: readonly [start: number, end: number];
  readonly message: { readonly messageId: string; readonly data: Readonly<Record<string, string>> };
}

/** A rule of secretlint (https://github.com/secretlint/secretlint, docs/secretlint-rule.md), as far as it is used here. */
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

/** The shortest text that a rule of secretlint can match is longer than this. */
const MINIMUM_LENGTH = 12;

/** Every credential of a known form in the texts of plain data, keys of maps included. */
export function findCredentials(data: unknown): Credential[] {
  return [...textsIn(data, [])].flatMap(({ path, text }) =>
    credentialsIn(String(path.at(-1)), text).map((found) => ({ path, ...found })),
  );
}

/** The credentials in a value, which a key of this name holds: some forms are only known by the name before them. */
export function credentialsIn(key: string, value: string): Omit<Credential, "path">[] {
  if (value.length < MINIMUM_LENGTH) {
    return [];
  }
  const prefix = `${key}=`;
  const found = scanners().flatMap(({ kind, scan }) =>
    scan(prefix + value).map(({ range: [start, end], message }) => ({
      kind,
      // The ranges of some rules end too early: the parts that their messages quote are whole.
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

/** A message without the credentials that it quotes, whole or cut. */
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

/** The first characters, enough to recognise the credential. */
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

/** The rules are read when the first value is checked: they take longer to read than to run. */
function scanners(): readonly Scanner[] {
  made ??= rules().flatMap(scannerOf);
  return made;
}

function rules(): readonly SecretlintRule[] {
  // An ES module, which TypeScript lets no CommonJS module import.
  const load = createRequire(__filename);
  return (load("@secretlint/secretlint-rule-preset-recommend") as { readonly rules: readonly SecretlintRule[] }).rules;
}

/** A rule without secretlint's core, which only works asynchronously. Filters, which let a comment allow a credential, are left out. */
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

/** Ids of accounts, users and roles are not secret; ids of access keys come with one. */
function isSecret(messageId: string, text: string): boolean {
  return messageId === "AWSAccessKeyID" ? /^A[KS]IA/.test(text) : messageId !== "AWSAccountID";
}
