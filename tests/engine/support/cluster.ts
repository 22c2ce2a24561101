import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { ROOT } from "../../../platform/root";

/** The way into the cluster of `tests/cluster/engine_cluster.py`. */
interface Access {
  readonly server: string;
  /** Base64 of the PEM file. */
  readonly certificateAuthority: string;
  /** Token of an administrator. */
  readonly token: string;
  /** Address of the chart repository. */
  readonly charts: string;
}

/** The name of an object of the API server, with its kind. */
export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** An object of the API server. */
export interface ClusterObject extends ObjectName {
  readonly metadata: ObjectName["metadata"] & {
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

interface Kind {
  readonly kind: string;
  /** Plural, as in the API's paths. */
  readonly name: string;
  readonly namespaced: boolean;
}

/** A real control plane on loopback, with the programs of `tests/cluster`. */
export class Cluster {
  private constructor(
    readonly access: Access,
    private readonly process: ChildProcess,
  ) {}

  static async start(): Promise<Cluster> {
    const child = spawn("python3", [join(ROOT, "tests/cluster/engine_cluster.py")], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    const said: string[] = [];
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => said.push(chunk));
    const ended = once(child, "close").then(() => {
      throw new Error(`the control plane ended; make cluster-build builds it:\n${said.join("")}`);
    });
    const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), "line"), ended])) as [string];
    // A later end is the test's own.
    ended.catch(() => undefined);
    return new Cluster(JSON.parse(line) as Access, child);
  }

  /** An object; `undefined` if the cluster lacks it or its kind. */
  async find(object: ObjectName): Promise<ClusterObject | undefined> {
    const path = await this.collection(object);
    return path === undefined ? undefined : await this.get<ClusterObject>(`${path}/${object.metadata.name}`);
  }

  /** The objects of a collection, by its path in the API. */
  async list(path: string): Promise<readonly ClusterObject[]> {
    return (await this.get<{ items: ClusterObject[] }>(path))?.items ?? [];
  }

  /** Why the API server would not create an object; `undefined` if it would. Nothing is created. */
  async refusal(object: ObjectName): Promise<string | undefined> {
    const { status, body } = await this.call("POST", `${await this.collection(object)}?dryRun=All`, object);
    return status === 201 ? undefined : (JSON.parse(body) as { message: string }).message;
  }

  /** Deletes an object. */
  async remove(object: ObjectName): Promise<void> {
    const path = `${await this.collection(object)}/${object.metadata.name}`;
    const { status, body } = await this.call("DELETE", path);
    if (status !== 200) {
      throw new Error(`${path}: ${status} ${body}`);
    }
  }

  async stop(): Promise<void> {
    const closed = once(this.process, "close");
    this.process.stdin?.end();
    await closed;
  }

  private async get<T>(path: string): Promise<T | undefined> {
    const { status, body } = await this.call("GET", path);
    if (status !== 200 && status !== 404) {
      throw new Error(`${path}: ${status} ${body}`);
    }
    return status === 404 ? undefined : (JSON.parse(body) as T);
  }

  /** Path of the objects of a kind, in the object's namespace if the kind has namespaces. */
  private async collection({ apiVersion, kind, metadata }: ObjectName): Promise<string | undefined> {
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const kinds = (await this.get<{ resources: Kind[] }>(root))?.resources ?? [];
    // Subresources, such as `pods/log`, have kinds too.
    const found = kinds.find((each) => each.kind === kind && !each.name.includes("/"));
    if (found === undefined) {
      return undefined;
    }
    return found.namespaced
      ? `${root}/namespaces/${metadata.namespace ?? "default"}/${found.name}`
      : `${root}/${found.name}`;
  }

  private async call(method: string, path: string, content?: unknown): Promise<{ status: number; body: string }> {
    const { server, token, certificateAuthority } = this.access;
    const outgoing = request(new URL(path, server), {
      method,
      ca: Buffer.from(certificateAuthority, "base64"),
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
      },
    });
    outgoing.end(content === undefined ? undefined : JSON.stringify(content));
    const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) {
      chunks.push(chunk as Buffer);
    }
    return { status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() };
  }
}
