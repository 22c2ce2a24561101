import { Server, ServerCredentials } from "@grpc/grpc-js";

/** Messages of any size: a program's registrations and a folder of objects are larger than gRPC's default of 4 MiB. */
const UNLIMITED = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/** Serves a plugin's gRPC services on a free local port, which it tells the engine as plugins do: alone on the first line. */
export function serve(register: (server: Server) => void): void {
  const server = new Server(UNLIMITED);
  register(server);
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) {
      throw error;
    }
    console.log(port);
  });
}
