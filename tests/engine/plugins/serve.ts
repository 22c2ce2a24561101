import { connect } from "node:net";

import { Server, ServerCredentials } from "@grpc/grpc-js";

/** Messages of any size: a program's registrations and a folder of objects are larger than gRPC's default of 4 MiB. */
const UNLIMITED = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/** Milliseconds between two looks at the engine. */
const LOOK = 1000;

/**
 * Serves a plugin's gRPC services on a free local port, which it tells the engine as plugins do: alone on the first line.
 * The process ends with the engine, whose address is a plugin's last argument.
 */
export function serve(register: (server: Server) => void): void {
  const server = new Server(UNLIMITED);
  register(server);
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) {
      throw error;
    }
    console.log(port);
    endWithEngine(process.argv.at(-1) ?? "");
  });
}

/**
 * Ends this process once nothing listens at the engine's address, because an engine that is killed ends no plugin. Real plugins
 * look every five minutes (https://github.com/pulumi/pulumi/blob/master/sdk/go/pulumi/provider/main.go, `Healthcheck`).
 */
function endWithEngine(address: string): void {
  const { hostname, port } = new URL(`http://${address}`);
  setInterval(() => {
    const connection = connect(Number(port), hostname, () => connection.destroy());
    connection.on("error", () => process.exit(0));
  }, LOOK);
}
