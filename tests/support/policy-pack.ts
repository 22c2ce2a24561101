import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";

import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  type AnalyzeDiagnostic,
  type AnalyzeResponse,
  AnalyzeRequest,
  type AnalyzerInfo,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

import { ROOT } from "../../platform/root";
import type { PolicedResource } from "../../policies/pulumi/rules/rule";

/** The folder of the pack, which is its working directory. */
const PACK = resolve(ROOT, "policies/pulumi");

/** A running policy pack, with the engine's calls. */
export class PolicyPackProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: AnalyzerClient,
  ) {}

  /**
   * Starts the pack as the engine does (pulumi/pulumi sdk/go/common/resource/plugin/analyzer_plugin.go): the SDK's own
   * runner in the pack's folder, with the engine's address and `.`. The pack prints the port on which it listens.
   */
  static async start(): Promise<PolicyPackProcess> {
    const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack", { paths: [PACK] });
    const child = spawn(process.execPath, [runner, "127.0.0.1:1", "."], {
      cwd: PACK,
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const port = await new Promise<string>((answer, reject) => {
      const chunks: string[] = [];
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        chunks.push(chunk);
        const [, found] = /^(\d+)\n/.exec(chunk) ?? [];
        if (found !== undefined) {
          answer(found);
        }
      });
      child.on("error", reject);
      child.on("close", (code) => {
        reject(new Error(`the pack ended with ${code ?? "a signal"}: ${chunks.join("")}`));
      });
    });
    return new PolicyPackProcess(child, new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()));
  }

  stop(): void {
    this.client.close();
    this.child.kill();
  }

  /** The engine's first call: the pack's policies and their enforcement levels. */
  async info(): Promise<AnalyzerInfo> {
    return await new Promise((answer, reject) => {
      this.client.getAnalyzerInfo(new Empty(), (error, info) => {
        if (error === null) {
          answer(info);
        } else {
          reject(error);
        }
      });
    });
  }

  /** The pack's violations by one resource, before its creation. */
  async analyze(resource: PolicedResource): Promise<AnalyzeDiagnostic[]> {
    const request = new AnalyzeRequest()
      .setType(resource.type)
      .setUrn(resource.urn)
      .setName(resource.name)
      .setProperties(struct(resource))
      .setOptions(new AnalyzerResourceOptions().setProtect(resource.protect))
      .setProvider(provider(resource));
    return await diagnostics((callback) => this.client.analyze(request, callback));
  }

  /** The pack's violations by all resources together, after their creation. */
  async analyzeStack(resources: readonly PolicedResource[]): Promise<AnalyzeDiagnostic[]> {
    const all = resources.map((resource) =>
      new AnalyzerResource()
        .setType(resource.type)
        .setUrn(resource.urn)
        .setName(resource.name)
        .setProperties(struct(resource))
        .setOptions(new AnalyzerResourceOptions().setProtect(resource.protect))
        .setProvider(provider(resource))
        .setDependenciesList([...resource.dependsOn]),
    );
    return await diagnostics((callback) =>
      this.client.analyzeStack(new AnalyzeStackRequest().setResourcesList(all), callback),
    );
  }
}

function struct({ inputs }: PolicedResource): Struct {
  return Struct.fromJavaScript(inputs as Record<string, JavaScriptValue>);
}

function provider({ type, provider: name }: PolicedResource): AnalyzerProviderResource | undefined {
  return name === undefined
    ? undefined
    : new AnalyzerProviderResource()
        .setType(`pulumi:providers:${type.split(":")[0] ?? ""}`)
        .setName(name)
        .setProperties(new Struct());
}

async function diagnostics(
  ask: (callback: (error: Error | null, response: AnalyzeResponse) => void) => unknown,
): Promise<AnalyzeDiagnostic[]> {
  return await new Promise((answer, reject) => {
    ask((error, response) => {
      if (error === null) {
        answer(response.getDiagnosticsList());
      } else {
        reject(error);
      }
    });
  });
}
