import { environmentSecretPath } from "../names/workflow";
import { sortedUnique } from "../iam/patterns";
import { deny, type IdentityStatement } from "../iam/statement";
import { bucketName } from "../names/airflow";
import { environmentName } from "../names/environment";
import type { OtherEnvironment } from "./other-environments";
import type { Scope } from "./scope";

/**
 * Statements that keep an environment's roles from what the stack files name as another environment's, and from Pulumi's state.
 * They deny explicitly, so no policy of a secret, a key or a bucket can admit a role all the same.
 *
 * @param scope of the roles; those of the data account do not reach the environment's own bucket of DAG objects either
 */
export function boundaryDenials(scope: Scope, others: readonly OtherEnvironment[]): IdentityStatement[] {
  const own = { environment: scope.environment, config: scope.config };
  const stacks = [own, ...others];
  const withDagObjects = scope.account === "data" ? stacks : others;
  const names = others.map(({ environment }) => environment);
  return [
    deny(
      ["s3:*"],
      sortedUnique([
        ...withDagObjects.map(({ environment, config }) => bucketName(environment, config.accounts.compute)),
        ...stacks.map(({ config }) => config.delivery.state.bucket),
      ]).flatMap(bucketArns),
    ),
    deny(["kms:*"], sortedUnique(stacks.map(({ config }) => config.delivery.state.keyArn))),
    deny(
      ["secretsmanager:*"],
      names.map((name) => `arn:aws:secretsmanager:*:*:secret:${environmentSecretPath(name)}*`),
    ),
    deny(["kms:*"], ["*"], {
      "ForAnyValue:StringLike": {
        "kms:ResourceAliases": names.flatMap((name) => [
          `alias/${environmentName(name)}`,
          `alias/${environmentName(name, "*")}`,
        ]),
      },
    }),
    // A session's tags say who a maintainer is.
    deny(["sts:TagSession"], ["*"]),
    ...(scope.account === "data" ? ownDataDenials(others) : []),
  ].filter(({ Resource }) => Resource.length > 0);
}

/** Denies what other environments list in `workflows.ownData`. */
function ownDataDenials(others: readonly OtherEnvironment[]): IdentityStatement[] {
  const all = (key: "buckets" | "databases" | "keyArns"): string[] =>
    sortedUnique(others.flatMap(({ config }) => config.workflows.ownData[key]));
  return [
    deny(["s3:*"], all("buckets").flatMap(bucketArns)),
    deny(
      ["glue:*"],
      all("databases").flatMap((name) =>
        [`database/${name}`, `table/${name}/*`, `userDefinedFunction/${name}/*`].map(
          (resource) => `arn:aws:glue:*:*:${resource}`,
        ),
      ),
    ),
    deny(["kms:*"], all("keyArns")),
  ];
}

/** ARNs of a bucket and its objects; the name may be a pattern. */
function bucketArns(name: string): string[] {
  const arn = `arn:aws:s3:::${name}`;
  return name.endsWith("*") ? [arn] : [arn, `${arn}/*`];
}
