import { type ChildProcess, spawn } from "node:child_process";

import type { ServerWritableStream } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
  GetRequiredPackagesResponse,
  type RunPluginRequest,
  RunPluginResponse,
  type RunRequest,
  RunResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";

import { programCommand } from "./program-command";
import { answering, type Unary } from "../../support/grpc";
import { serve } from "./serve";

/**
 * The CLI's plugin for programs in Node.js, of which the module is not published with the CLI's own: what it does for this
 * project, and no more (pulumi/pulumi sdk/nodejs/cmd/pulumi-language-nodejs/main.go). It starts the SDK's own runners.
 */
const engine = process.argv.at(-1) ?? "";

/** Exit code with which the SDK's runner says that it has told the user already. */
const TOLD = 32;

const run: Unary<RunRequest, RunResponse> = ({ request }, callback) => {
  const { args, env, cwd } = programCommand({
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    rootDirectory: request.getInfo()?.getRootDirectory() ?? "",
    stack: request.getStack(),
    workingDirectory: request.getInfo()?.getProgramDirectory() ?? "",
    entryPoint: request.getInfo()?.getEntryPoint() ?? "",
    dryRun: request.getDryrun(),
    parallel: request.getParallel(),
    config: Object.fromEntries(request.getConfigMap().toArray()),
    secretKeys: request.getConfigsecretkeysList(),
    options: request.getInfo()?.getOptions()?.toJavaScript() ?? {},
  });
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: "inherit" });
  child.on("error", (error) => {
    callback(null, new RunResponse().setError(error.message));
  });
  child.on("close", (code, signal) => {
    const answer = new RunResponse().setBail(code === TOLD);
    callback(
      null,
      code === 0 || code === TOLD ? answer : answer.setError(`the program ended with ${code ?? signal ?? "nothing"}`),
    );
  });
};

/** Runs a policy pack, whose output the engine reads like that of any other plugin. */
function runPlugin(call: ServerWritableStream<RunPluginRequest, RunPluginResponse>): void {
  const { request } = call;
  const pack = request.getInfo()?.getProgramDirectory() ?? "";
  const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack", { paths: [pack] });
  const variables = request.getEnvList().map((pair): [string, string] => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  const child: ChildProcess = spawn(process.execPath, [runner, ...request.getArgsList(), "."], {
    cwd: pack,
    env: { ...process.env, ...Object.fromEntries(variables) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout?.on("data", (chunk: Buffer) => call.write(new RunPluginResponse().setStdout(chunk)));
  child.stderr?.on("data", (chunk: Buffer) => call.write(new RunPluginResponse().setStderr(chunk)));
  child.on("close", (code) => {
    call.write(new RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  });
  call.on("cancelled", () => child.kill());
}

serve((server) => {
  server.addService(LanguageRuntimeService, {
    // Which plugins a program needs, each registration says itself, with its version.
    getRequiredPackages: answering(() => new GetRequiredPackagesResponse()),
    getPluginInfo: answering(() => new PluginInfo().setVersion("1.0.0")),
    run,
    runPlugin,
  });
});
