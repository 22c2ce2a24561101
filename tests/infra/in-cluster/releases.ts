import type { Recorded, Recording } from "../../support/mocks";

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** A Helm release as the program asks for it. */
export interface Release {
  readonly resource: Recorded;
  readonly namespace: unknown;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The release of a chart. */
export function release(run: Recording, name: string): Release {
  const resource = run.one(RELEASE, name);
  return {
    resource,
    namespace: resource.inputs["namespace"],
    values: resource.inputs["values"] as Readonly<Record<string, unknown>>,
  };
}

/** All releases, by name. */
export function releases(run: Recording): Release[] {
  return run.ofType(RELEASE).map(({ name }) => release(run, name));
}
