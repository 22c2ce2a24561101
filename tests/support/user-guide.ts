import { compiled, DEVELOPMENT } from "./manifests";

/** Where the guide puts its first example. */
export const FILE = "manifests/development/analytical-platform/example/workflow.yml";

export const REPOSITORY = "moj-analytical-services/analytical-platform-airflow-python-example";

/** The guide's least manifest. */
export const MINIMUM = `dag:
  repository: ${REPOSITORY}
  tag: 2.0.0

maintainers:
  - jacobwoffenden

tags:
  business_unit: Central Digital
  owner: analytical-platform@justice.gov.uk
`;

/** The rest of a manifest of which the guide shows only `dag`. */
export const REST = MINIMUM.slice(MINIMUM.indexOf("\nmaintainers"));

/** What a manifest at that place becomes. */
export const compile = (text: string): ReturnType<typeof compiled> => compiled(text, DEVELOPMENT, FILE);
