import * as pulumi from "@pulumi/pulumi";

/** One statement of an IAM policy in AWS's own spelling. Its values may be outputs. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, pulumi.Input<string>>>;
  readonly Action: string | readonly string[];
  readonly Resource?: pulumi.Input<string> | readonly pulumi.Input<string>[];
  readonly Condition?: pulumi.Input<
    Readonly<Record<string, Readonly<Record<string, pulumi.Input<string | readonly string[]>>>>>
  >;
}

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
