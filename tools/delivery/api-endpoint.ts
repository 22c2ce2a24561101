import { isIP } from "node:net";
import { connect } from "node:tls";

import type { StateResource } from "../state/export";

/** The Kubernetes API of a deployed cluster. */
export interface ApiEndpoint {
  /** Address, `https://…`. */
  readonly endpoint: string;
  /** Its certificate authority, PEM. Absent if the state does not say it, or only encrypted. */
  readonly authority?: string;
}

/** Type of the cluster in the state. */
const CLUSTER = "aws:eks/cluster:Cluster";

/** The API of the cluster in a stack's state; `undefined` before the cluster exists. */
export function apiEndpointOf(resources: readonly StateResource[]): ApiEndpoint | undefined {
  const { endpoint, certificateAuthority } = resources.find(({ type }) => type === CLUSTER)?.outputs ?? {};
  if (typeof endpoint !== "string") {
    return undefined;
  }
  // A list in states of other versions of the provider: it is a block in Terraform's schema.
  const [authority] = [certificateAuthority].flat() as ({ readonly data?: unknown } | undefined)[];
  return typeof authority?.data === "string"
    ? { endpoint, authority: Buffer.from(authority.data, "base64").toString() }
    : { endpoint };
}

/**
 * Tries a TLS connection. EKS leaves an address that may not ask without an answer, so silence counts as a refusal.
 *
 * @param seconds time for the whole attempt.
 * @returns why there is no connection; `undefined` if there is one. Any certificate will do if the authority is not known.
 */
export function unreachable({ endpoint, authority }: ApiEndpoint, seconds: number): Promise<string | undefined> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve) => {
    const socket = connect({
      host: hostname,
      port: port === "" ? 443 : Number(port),
      ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
      ...(authority === undefined ? { rejectUnauthorized: false } : { ca: authority }),
    });
    const end = (reason?: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reason);
    };
    const timer = setTimeout(() => {
      end(`no answer in ${seconds} seconds`);
    }, seconds * 1000);
    socket.once("secureConnect", () => {
      end();
    });
    socket.on("error", (error: Error) => {
      end(error.message);
    });
  });
}
