import { bucketSettings } from "./bucket-settings";
import { closedToTheWorld } from "./closed-to-the-world";
import { customerManagedKeys } from "./customer-managed-keys";
import { encryptedVolumes } from "./encrypted-volumes";
import { explicitProvider } from "./explicit-provider";
import { instanceMetadata } from "./instance-metadata";
import { mandatoryTags } from "./mandatory-tags";
import { noPublicBucket } from "./no-public-bucket";
import { noPublicPrincipal } from "./no-public-principal";
import { noSecretInState } from "./no-secret-in-state";
import { noWildcardAction } from "./no-wildcard-action";
import { noWildcardResource } from "./no-wildcard-resource";
import { protection } from "./protection";
import type { Rule } from "./rule";

/** The rules for every environment: the CrossGuard pack, the offline preview and the tests use this list. */
export const RULES: readonly Rule[] = [
  mandatoryTags,
  explicitProvider,
  protection,
  noSecretInState,
  noWildcardAction,
  noWildcardResource,
  noPublicPrincipal,
  noPublicBucket,
  bucketSettings,
  customerManagedKeys,
  encryptedVolumes,
  closedToTheWorld,
  instanceMetadata,
];
