import { once } from "node:events";
import { createServer, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { main } from "../../cli/ui-access";
import { call, type CommandResult, temporaryFolder } from "../support/command";

/** Credentials in the SDK's environment variables. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** One request in AWS's query protocol. */
export type AwsRequest = URLSearchParams;

/** Answers a request itself, or changes it and returns undefined; the proxy then forwards it. */
export type Interference = (request: AwsRequest) => { status: number; body: string } | undefined;

/** A proxy between a command and moto: records the requests, and answers as AWS does if moto does not. */
export class Proxy {
  readonly requests: AwsRequest[] = [];

  private constructor(
    private readonly server: Server,
    private interference: Interference,
  ) {}

  static async start(target: string): Promise<Proxy> {
    const server = createServer();
    const proxy = new Proxy(server, () => undefined);
    server.on("request", (incoming, response) => {
      text(incoming)
        .then((body) => {
          const parameters = new URLSearchParams(body);
          proxy.requests.push(new URLSearchParams(body));
          const answer = proxy.interference(parameters);
          if (answer !== undefined) {
            response.writeHead(answer.status, { "content-type": "text/xml" }).end(answer.body);
            return;
          }
          forward(`${target}${incoming.url ?? "/"}`, incoming.headers, parameters.toString(), response);
        })
        .catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Names of the requested operations, in order. */
  get actions(): (string | null)[] {
    return this.requests.map((parameters) => parameters.get("Action"));
  }

  /** Clears the record, and sets another interference. */
  reset(interference: Interference = () => undefined): void {
    this.requests.length = 0;
    this.interference = interference;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

/** Sends the request to the target with another body; moto reads the signature's scope, and does not check signatures. */
function forward(url: string, headers: NodeJS.Dict<string | string[]>, body: string, response: ServerResponse): void {
  const outgoing = request(
    url,
    { method: "POST", headers: { ...headers, "content-length": Buffer.byteLength(body) } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  outgoing.on("error", (error) => response.destroy(error));
  outgoing.end(body);
}

/** An error in the form of the query protocol. */
export function errorBody(code: string, message: string): string {
  return `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
}

/** Calls the command with only these values of AWS in its environment. */
export async function runUiAccess(
  args: readonly string[],
  endpoint: string,
  credentials?: Credentials,
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const own = Object.keys(process.env).filter((name) => name.startsWith("AWS_"));
  return call(main, args, {
    ...Object.fromEntries(own.map((name) => [name, undefined])),
    HOME: temporaryFolder(),
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: "true",
    ...(credentials === undefined
      ? {}
      : { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey }),
    ...(credentials?.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    ...environment,
  });
}
