import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

import { ROOT } from "../../platform/root";

/** A running moto server: AWS in memory, on loopback. */
export class Moto {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
    private readonly lines: readonly string[],
  ) {}

  /** Starts moto on a port that the kernel chooses. */
  static async start(): Promise<Moto> {
    const python = join(ROOT, ".venvs/moto/bin/python");
    const child = spawn(python, ["-m", "moto.server", "--host", "127.0.0.1", "--port", "0"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const lines: string[] = [];
    const failed = once(child, "error").then(([error]) => {
      throw new Error(`cannot start moto; make .venvs/moto/.installed installs it`, { cause: error });
    });
    const listening = new Promise<string>((answer, reject) => {
      createInterface({ input: child.stderr })
        .on("line", (line) => {
          lines.push(line);
          const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
          if (url !== undefined) {
            answer(url);
          }
        })
        .on("close", () => {
          reject(new Error(`moto ended: ${lines.join("\n")}`));
        });
    });
    return new Moto(await Promise.race([listening, failed]), child, lines);
  }

  /** The requests so far, as `GET /path?query`. */
  requests(): string[] {
    return this.lines.flatMap((line) => /"([A-Z]+ \S+) HTTP/.exec(stripVTControlCharacters(line))?.[1] ?? []);
  }

  /** Ends the server, by its process id. */
  async stop(): Promise<void> {
    const ended = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await ended;
  }
}
