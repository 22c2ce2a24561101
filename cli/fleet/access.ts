import { UsageError } from "../../diagnostics/usage-error";
import { KubectlError, withKubeconfig } from "../../infra/cluster/kubectl";
import { clusterName } from "../../platform/names/cluster";
import { AwsCliError, aws } from "../aws-cli";

export interface Place {
  readonly stack: string;
  readonly region: string;
  /** File of the caller's own. */
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
}

/**
 * Calls a function with kubectl's options for a stack's cluster.
 *
 * @throws KubectlError if the AWS CLI cannot make a kubeconfig.
 */
export async function withAccess<T>(place: Place, use: (access: readonly string[]) => Promise<T>): Promise<T> {
  const { stack, region, kubeconfig, context } = place;
  if (kubeconfig !== undefined) {
    return await use(["--kubeconfig", kubeconfig, ...(context === undefined ? [] : ["--context", context])]);
  }
  if (context !== undefined) {
    throw new UsageError("--context names an entry of a kubeconfig: give --kubeconfig too");
  }
  return await withKubeconfig(
    (file) => makeKubeconfig(["--name", clusterName(stack), "--region", region, "--kubeconfig", file]),
    use,
  );
}

async function makeKubeconfig(options: readonly string[]): Promise<void> {
  try {
    await aws(["eks", "update-kubeconfig", ...options]);
  } catch (caught) {
    if (!(caught instanceof AwsCliError)) {
      throw caught;
    }
    const advice = caught.isInstalled ? "" : ": install it, or give --kubeconfig";
    throw new KubectlError(`${caught.message}${advice}`, { cause: caught });
  }
}
