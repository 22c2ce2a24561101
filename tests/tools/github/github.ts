import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json, text } from "node:stream/consumers";

import { ROOT } from "../../../platform/root";
import type { CommandResult } from "../../support/command";

/** A comment in the form of the API. */
export interface Comment {
  id: number;
  body: string;
  user: { login: string };
}

/** An issue in the form of the API. */
export interface Issue {
  number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  labels: string[];
  comments: string[];
}

const REPOSITORY = "/repos/department/airflow";

/** The part of GitHub's REST API that the commands use, on loopback: one pull request, 7, and issues. */
export class GitHub {
  comments: Comment[] = [];
  issues: Issue[] = [];
  /** Method and path of each request. */
  readonly requests: string[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", this.url);
    const route = `${request.method ?? ""} ${url.pathname.replace(REPOSITORY, "")}`;
    this.requests.push(route);
    if (request.headers.authorization !== "token s3cret") {
      response.writeHead(401).end("{}");
      return;
    }
    const body = request.method === "GET" ? {} : ((await json(request)) as Partial<Issue>);
    const { status, data, link } = this.route(route, url.searchParams, body);
    response.writeHead(status, { "content-type": "application/json", ...(link === undefined ? {} : { link }) });
    response.end(JSON.stringify(data));
  }

  private route(
    route: string,
    query: URLSearchParams,
    body: Partial<Issue>,
  ): { status: number; data: unknown; link?: string } {
    const [, comment] = /^PATCH \/issues\/comments\/(\d+)$/.exec(route) ?? [];
    const [, patched] = /^PATCH \/issues\/(\d+)$/.exec(route) ?? [];
    const [, commented] = /^POST \/issues\/(\d+)\/comments$/.exec(route) ?? [];
    if (route === "GET /issues/7/comments") {
      return this.page(query);
    }
    if (comment !== undefined) {
      Object.assign(this.comments.find(({ id }) => id === Number(comment)) ?? {}, body);
      return { status: 200, data: {} };
    }
    if (commented === "7") {
      this.comments.push({
        id: 1000 + this.comments.length,
        body: body.body ?? "",
        user: { login: "github-actions[bot]" },
      });
      return { status: 201, data: {} };
    }
    if (commented !== undefined) {
      this.issues.find(({ number }) => number === Number(commented))?.comments.push(body.body ?? "");
      return { status: 201, data: {} };
    }
    if (route === "GET /issues") {
      const label = query.get("labels") ?? "";
      return {
        status: 200,
        data: this.issues.filter(({ state, labels }) => state === "open" && labels.includes(label)),
      };
    }
    if (route === "POST /issues") {
      const { title = "", body: text_ = "", labels = [] } = body;
      this.issues.push({ number: 100 + this.issues.length, title, body: text_, labels, state: "open", comments: [] });
      return { status: 201, data: {} };
    }
    if (patched !== undefined) {
      Object.assign(this.issues.find(({ number }) => number === Number(patched)) ?? {}, body);
      return { status: 200, data: {} };
    }
    return { status: 404, data: { message: `no ${route}` } };
  }

  /** Comments in pages of two, as in a long conversation. */
  private page(query: URLSearchParams): { status: number; data: unknown; link?: string } {
    const page = Number(query.get("page") ?? "1");
    const data = this.comments.slice((page - 1) * 2, page * 2);
    const next = `<${this.url}${REPOSITORY}/issues/7/comments?page=${page + 1}>; rel="next"`;
    return { status: 200, data, ...(this.comments.length > page * 2 ? { link: next } : {}) };
  }

  /** Environment variables that GitHub Actions sets for a step. */
  variables(): Record<string, string> {
    return {
      GITHUB_API_URL: this.url,
      GITHUB_REPOSITORY: "department/airflow",
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_RUN_ID: "42",
      GITHUB_TOKEN: "s3cret",
    };
  }

  /** Runs a command as this repository's GitHub workflows do. */
  async run(command: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
    const child = spawn(process.execPath, ["--import", "tsx", join(ROOT, `tools/${command}.ts`), ...args], {
      cwd: ROOT,
      env: {
        ...process.env,
        ...this.variables(),
        ...more,
      },
    });
    const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
    const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { stdout, stderr, status };
  }
}
