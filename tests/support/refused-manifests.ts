/** The real manifests that deserve their error, and the error. */
export const REFUSED: Readonly<Record<string, string>> = {
  "development/data-linking/just-link-migrated/workflow.yml": "python-dag",
  "development/opg/sirius-monthly/workflow.yml": "python-dag",
  // The environment has no Transit Gateway, so the task could never reach HMCTS SDP.
  "development/pcol/dlt/workflow.yml": "no-transit-gateway",
  "test/corp/avature-extract/workflow.yml": "python-dag",
  "test/corp/matrix-scraper-preprod/workflow.yml": "python-dag",
  "production/corp/avature-extract/workflow.yml": "python-dag",
  "production/corp/contracts-etl/workflow.yml": "python-dag",
  // Six fields, as AWS writes cron expressions; Airflow reads five.
  "production/corp/epm-filecheck/workflow.yml": "bad-cron",
  "production/corp/file-load-gpg-epm/workflow.yml": "bad-cron",
  "production/corp/matrix-extract/workflow.yml": "python-dag",
  "production/corp/occupeye-scraper/workflow.yml": "python-dag",
  "production/opg/sirius-monthly/workflow.yml": "python-dag",
};
