import { compiled, DEVELOPMENT } from "./manifests";

/** Path of the guide's first example. */
export const FILE = "manifests/development/analytical-platform/example/workflow.yml";

export const REPOSITORY = "moj-analytical-services/analytical-platform-airflow-python-example";

/** The guide's shortest manifest. */
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

/** The compiled form of a manifest at that place. */
export const compile = (text: string): ReturnType<typeof compiled> => compiled(text, DEVELOPMENT, FILE);
