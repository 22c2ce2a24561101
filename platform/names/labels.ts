/** Prefix of the labels that every pod of a workflow carries. */
export const LABEL_PREFIX = "airflow.analytical-platform.service.justice.gov.uk";
