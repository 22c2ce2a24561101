import * as pulumi from "@pulumi/pulumi";

import type { PolicyStatement } from "../../platform/iam/policy-document";

/** A value any part of which may be an output. */
type WithOutputs<T> = pulumi.Input<T extends object ? { readonly [K in keyof T]: WithOutputs<T[K]> } : T>;

/** A statement of an IAM policy whose values may be outputs. */
export type Statement = { readonly [K in keyof PolicyStatement]: WithOutputs<PolicyStatement[K]> };

/** The JSON text of an IAM policy. */
export function policy(...statements: readonly Statement[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}

/** The JSON text of a trust policy for AWS services, optionally limited by a condition. */
export function serviceTrust(services: readonly string[], condition?: Statement["Condition"]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Service",
        Effect: "Allow",
        Principal: { Service: services.length === 1 ? services[0] : services },
        Action: "sts:AssumeRole",
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  });
}
