import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import type { Properties } from "../../support/wire";

/** A resource as it exists. */
export interface Existing {
  readonly id: string;
  readonly type: string;
  /** Account and region, or the cluster. */
  readonly place: string;
  /** Pulumi's name of it, for messages. */
  readonly name: string;
  readonly inputs: Properties;
  readonly state: Properties;
  /** Values of a secret, which no provider shows. */
  readonly values?: SecretValues;
}

/** The values of a secret, by staging label, in its own region and in each region of a replica. */
export interface SecretValues {
  readonly primary: Readonly<Record<string, string>>;
  readonly replicas: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** One operation on a resource, for tests of the order. */
export interface Operation {
  readonly does: "create" | "update" | "delete";
  readonly type: string;
  readonly name: string;
}

/** How a cluster's API server is reached, as EKS says it. */
export interface ApiServer {
  readonly endpoint: string;
  /** Base64 of the PEM file. */
  readonly certificateAuthority: string;
}

/** An API server that nobody reaches. */
const NO_API_SERVER: ApiServer = { endpoint: "https://offline.invalid", certificateAuthority: "b2ZmbGluZQ==" };

/**
 * A fake cloud, in place of AWS's accounts and a cluster. It has a file for each resource, because each command starts the
 * providers anew, several of them at once. Tests read and change the same files.
 */
export class FakeCloud {
  constructor(private readonly folder: string) {
    mkdirSync(join(folder, "resources"), { recursive: true });
  }

  all(): Existing[] {
    return readdirSync(this.resources()).flatMap((folder) => readAll(join(this.resources(), folder)));
  }

  /** Resources with a text somewhere in them; quicker than {@link all}, which parses every file. */
  containing(text: string): Existing[] {
    return readdirSync(this.resources()).flatMap((folder) => readAll(join(this.resources(), folder), text));
  }

  ofType(type: string): Existing[] {
    const folder = this.folderOf(type);
    return existsSync(folder) ? readAll(folder) : [];
  }

  find(type: string, id: string): Existing | undefined {
    return readOne(this.fileOf(type, id));
  }

  put(existing: Existing): void {
    mkdirSync(this.folderOf(existing.type), { recursive: true });
    // Another provider may read at this moment: it finds the whole file or none.
    const unfinished = join(this.folder, randomUUID());
    writeFileSync(unfinished, JSON.stringify(existing));
    renameSync(unfinished, this.fileOf(existing.type, existing.id));
  }

  remove({ type, id }: Existing): void {
    rmSync(this.fileOf(type, id));
  }

  /** Newest AMI release of all types, where {@link publishRelease} named one. */
  newestRelease(): string | undefined {
    return this.lines("releases").at(-1);
  }

  /** Acts as AWS, which publishes a new AMI release. */
  publishRelease(release: string): void {
    appendFileSync(join(this.folder, "releases"), `${release}\n`);
  }

  /** The API server of each new cluster. */
  apiServer(): ApiServer {
    const file = join(this.folder, "api-server");
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ApiServer) : NO_API_SERVER;
  }

  /** Gives each new cluster a real API server. */
  setApiServer(server: ApiServer): void {
    writeFileSync(join(this.folder, "api-server"), JSON.stringify(server));
  }

  /** Objects that the fake `kubectl` (support/installation.ts) lists; none without a call. */
  setObjects(kind: "nodes" | "pods", items: readonly object[]): void {
    writeFileSync(join(this.folder, kind), JSON.stringify({ items }));
  }

  note(operation: Operation): void {
    appendFileSync(join(this.folder, "operations"), `${JSON.stringify(operation)}\n`);
  }

  noteRead(type: string): void {
    appendFileSync(join(this.folder, "reads"), `${type}\n`);
  }

  /** Everything that was done, oldest first. */
  operations(): Operation[] {
    return this.lines("operations").map((line) => JSON.parse(line) as Operation);
  }

  /** Types of what was read anew, as a refresh does, oldest first. */
  reads(): string[] {
    return this.lines("reads");
  }

  private lines(name: string): string[] {
    const file = join(this.folder, name);
    return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  }

  private resources(): string {
    return join(this.folder, "resources");
  }

  private folderOf(type: string): string {
    return join(this.resources(), type.replaceAll(/[:/]/g, "."));
  }

  private fileOf(type: string, id: string): string {
    // An ARN has slashes.
    return join(this.folderOf(type), `${encodeURIComponent(id)}.json`);
  }
}

function readAll(folder: string, containing?: string): Existing[] {
  return readdirSync(folder)
    .map((file) => readOne(join(folder, file), containing))
    .filter((existing) => existing !== undefined);
}

/** Content of a file; `undefined` if another provider has deleted it since its name was listed, or if it lacks a text. */
function readOne(file: string, containing = ""): Existing | undefined {
  try {
    const text = readFileSync(file, "utf8");
    return text.includes(containing) ? (JSON.parse(text) as Existing) : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}

/** An ID that nothing had before. */
export function newId(name: string): string {
  return `${name.replaceAll(/[^\w.-]/g, "-")}-${randomUUID().slice(0, 8)}`;
}
