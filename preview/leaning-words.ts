import type { Leaning } from "../workflow/compiled";

const WORDS: Readonly<Record<Leaning["setting"], string>> = {
  "compatibility.glueJobs": "create, change and start the Glue jobs",
  "compatibility.glueDatabases": "change the Glue databases",
  "compatibility.workGroups": "query in the Athena work groups",
  "compatibility.queryResults": "read the query results of every workflow in",
  "compatibility.pythonValues": "read in Python's spelling, such as `True`, the values",
  wholeBucketListing: "list the whole of the buckets",
};

/** A setting that widens a role, as a sentence: "may change the Glue databases `courts_*` (workflows.compatibility.glueDatabases)". */
export function leaningInWords({ setting, names }: Leaning): string {
  return `may ${WORDS[setting]} ${names.map((name) => `\`${name}\``).join(", ")} (workflows.${setting})`;
}
