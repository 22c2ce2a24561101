import { resolve } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { archivePath, wheelLock } from "../../platform/airflow/wheel-lock";
import type { AirflowConfig } from "../../platform/config/stack.generated";
import { ROOT } from "../../platform/root";
import { sha256OfFile } from "../../platform/sha256-of-file";

/**
 * Checks that the archive of wheels is built, if the web server is private. Such a web server has no way to a package index: without the
 * archive, MWAA would start without the providers, and every DAG would fail to load.
 *
 * @param root of the repository.
 * @throws pulumi.RunError if the archive is missing or has other wheels, with the command that builds it.
 */
export function requireArchive(
  environment: string,
  { version, webserverAccess }: Pick<AirflowConfig, "version" | "webserverAccess">,
  root = ROOT,
): void {
  if (webserverAccess === "public") {
    return;
  }
  const built = sha256OfFile(resolve(root, archivePath(version)));
  if (built === wheelLock(version).archive.sha256) {
    return;
  }
  throw new pulumi.RunError(
    `Pulumi.${environment}.yaml: airflow.webserverAccess is private, and ` +
      (built === undefined
        ? `there is no ${archivePath(version)}`
        : `${archivePath(version)} does not have the wheels of its lock`) +
      `, from which MWAA then installs its requirements: run npm run wheels -- ${environment}`,
  );
}
