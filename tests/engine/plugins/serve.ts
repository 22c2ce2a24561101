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

/** What a gRPC method is called with: the request, and a callback for the answer. */
export type Unary<Request, Response> = (
  call: { readonly request: Request },
  callback: (error: { code: number; details: string } | null, response?: Response) => void,
) => void;

/** gRPC status UNKNOWN, with which providers answer what went wrong. */
const FAILED = 2;

/** A method that answers at once; what it throws becomes the error that the engine shows. */
export function answering<Request, Response>(answer: (request: Request) => Response): Unary<Request, Response> {
  return ({ request }, callback) => {
    try {
      callback(null, answer(request));
    } catch (error) {
      callback({ code: FAILED, details: error instanceof Error ? error.message : String(error) });
    }
  };
}
