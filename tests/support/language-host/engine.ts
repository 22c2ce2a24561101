import { Server, ServerCredentials } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  type LogRequest,
  LogSeverity,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  DeploymentInfo,
  type ReadResourceRequest,
  RegisterPackageResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  type ResourceInvokeRequest,
  ResourceMonitorFeature,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { answering, REFUSED, type Unary } from "../grpc";
import { Monitor } from "./monitor";

/** What the program logged through the engine, without debugging output. */
export interface LogLine {
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
}

/** The gRPC services that a Pulumi program talks to, both at one address. */
export class Engine {
  readonly log: LogLine[] = [];
  private readonly server = new Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  private rootResource = "";

  constructor(readonly monitor: Monitor) {
    const { server } = this;
    server.addService(ResourceMonitorService, {
      getDeploymentInfo: answering(() => deploymentInfo()),
      supportsFeature: answering(() => new SupportsFeatureResponse().setHassupport(true)),
      registerPackage: answering(() => new RegisterPackageResponse().setRef("package-reference")),
      registerResource: answering((request: RegisterResourceRequest) => monitor.registerResource(request)),
      registerResourceOutputs: answering((request: RegisterResourceOutputsRequest) => {
        monitor.registerOutputs(request);
        return new Empty();
      }),
      invoke: answering((request: ResourceInvokeRequest) => monitor.invoke(request)),
      readResource: answering((request: ReadResourceRequest) => monitor.readResource(request)),
      call: refusing("call"),
      registerStackTransform: refusing("registerStackTransform"),
      registerStackInvokeTransform: refusing("registerStackInvokeTransform"),
      registerResourceHook: refusing("registerResourceHook"),
      registerErrorHook: refusing("registerErrorHook"),
      signalAndWaitForShutdown: answering(() => new Empty()),
    });
    server.addService(EngineService, {
      log: answering((request: LogRequest) => {
        this.note(request);
        return new Empty();
      }),
      getRootResource: answering(() => new GetRootResourceResponse().setUrn(this.rootResource)),
      setRootResource: answering((request: { getUrn(): string }) => {
        this.rootResource = request.getUrn();
        return new SetRootResourceResponse();
      }),
      startDebugging: refusing("startDebugging"),
      requirePulumiVersion: refusing("requirePulumiVersion"),
    });
  }

  /** Starts listening on a free local port; answers the address. */
  async listen(): Promise<string> {
    return await new Promise((resolve, reject) => {
      this.server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) {
          resolve(`127.0.0.1:${port}`);
        } else {
          reject(error);
        }
      });
    });
  }

  close(): void {
    this.server.forceShutdown();
  }

  private note(request: LogRequest): void {
    const severities = {
      [LogSeverity.DEBUG]: undefined,
      [LogSeverity.INFO]: "info",
      [LogSeverity.WARNING]: "warning",
      [LogSeverity.ERROR]: "error",
    } as const;
    const severity = severities[request.getSeverity()];
    if (severity !== undefined) {
      this.log.push({ severity, message: request.getMessage() });
    }
  }
}

/** A method that this program is not expected to call. */
function refusing(method: string): Unary<unknown, never> {
  return (_call, callback) => {
    callback({
      code: REFUSED,
      details: `the program calls ${method}, which tests/support/language-host does not answer`,
    });
  };
}

/** What the engine of the SDK's own version supports: everything. */
function deploymentInfo(): DeploymentInfo {
  const features = Object.values(ResourceMonitorFeature) as ResourceMonitorFeature[];
  return new DeploymentInfo().setSupportedfeaturesList(features);
}
