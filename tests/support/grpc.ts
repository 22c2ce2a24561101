/** The arguments of a gRPC method: the request, and a callback for the answer. */
export type Unary<Request, Response> = (
  call: { readonly request: Request },
  callback: (error: { code: number; details: string } | null, response?: Response) => void,
) => void;

/** gRPC status UNKNOWN, with which engine and plugins refuse a request. */
export const REFUSED = 2;

/** A method that answers at once; an exception becomes the error of the call, as in the engine and its plugins. */
export function answering<Request, Response>(answer: (request: Request) => Response): Unary<Request, Response> {
  return ({ request }, callback) => {
    try {
      callback(null, answer(request));
    } catch (error) {
      callback({ code: REFUSED, details: error instanceof Error ? error.message : String(error) });
    }
  };
}
