import { resourceType } from "../../../platform/resource-types/resource-types";
import { properties, type Properties, type ResourceRule, values } from "./rule";

const BUCKET_ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

/** The rule "data is encrypted with a key of ours, because we control and can audit its use". */
export const customerManagedKeys: ResourceRule = {
  name: "customer-managed-keys",
  description: "Buckets, log groups, secrets, Kubernetes secrets and MWAA are encrypted with a customer-managed key.",
  check: ({ type, inputs }) => {
    if (type === BUCKET_ENCRYPTION) {
      return values(inputs["rules"])
        .map((rule) => properties(properties(rule)["applyServerSideEncryptionByDefault"]))
        .filter((rule) => !usesKey(rule))
        .map(() => ({
          property: "rules.applyServerSideEncryptionByDefault",
          message: 'not encrypted with a key of ours: write sseAlgorithm: "aws:kms" and kmsMasterKeyId: key.arn',
        }));
    }
    // A key's ID is unknown before the first update, so only the presence of the input counts.
    const property = resourceType(type)?.keyInput;
    return property === undefined || property in inputs
      ? []
      : [{ property, message: `missing, so the key is AWS's: write ${property} with the ARN of a key of ours` }];
  },
};

function usesKey(encryption: Properties): boolean {
  return String(encryption["sseAlgorithm"]).startsWith("aws:kms") && "kmsMasterKeyId" in encryption;
}
