import type { SettingUse } from "../workflow/compiled";

const WORDS: Readonly<Record<SettingUse["setting"], string>> = {
  "compatibility.glueJobs": "create, change and start the Glue jobs",
  "compatibility.glueDatabases": "change the Glue databases",
  "compatibility.workGroups": "query in the Athena work groups",
  "compatibility.queryResults": "read the query results of every workflow in",
  "compatibility.athenaBuckets": "list and read the whole of the buckets",
  "compatibility.catalogues": "read the Glue catalogues of the accounts",
  "compatibility.allRegions": "work in every region with",
  "compatibility.bedrockRegions": "use Bedrock in the regions too",
  "compatibility.glueServices": "use for Glue jobs any of the account's",
  "compatibility.bucketListing": "list the whole of the buckets",
  "compatibility.objectAcls": "read or set the ACLs of objects in",
  "compatibility.writeOnlyPaths": "list, and delete or restore versions in, the write-only buckets",
  "compatibility.egress": "connect to",
  "compatibility.trustedIssuers": "be used by pods of the other clusters",
  "compatibility.pythonValues": "read in Python's spelling, such as `True`, the values",
  wholeBucketListing: "list the whole of the buckets",
};

/** A setting that widens a role, as a sentence: "may change the Glue databases `courts_*` (workflows.compatibility.glueDatabases)". */
export function settingInWords({ setting, names }: SettingUse): string {
  return `may ${WORDS[setting]} ${names.map((name) => `\`${name}\``).join(", ")} (workflows.${setting})`;
}
