import type { PreviewStep } from "../../../tools/drift/digest";

export const URN = "urn:pulumi:test::analytical-platform-airflow::analytical-platform:network:Network$";

/** The stack's own step, which the CLI always prints. */
export const STACK: PreviewStep = {
  op: "same",
  urn: "urn:pulumi:test::analytical-platform-airflow::pulumi:pulumi:Stack::test",
};

export const REFRESHED: PreviewStep = { op: "refresh", urn: `${URN}aws:ec2/vpc:Vpc::vpc` };

/** A change of outputs alone. */
export const OUTPUTS: PreviewStep = { ...STACK, op: "update" };

export const BUCKET: PreviewStep = {
  op: "update",
  urn: `${URN}aws:s3/bucket:Bucket::dags`,
  diffReasons: ["tags", "versioning"],
};

export function route(name: string, op = "create"): PreviewStep {
  return { op, urn: `${URN}aws:ec2/route:Route::${name}` };
}
