import { environmentName } from "./environment";

/** Name of the environment's VPC, by which the program finds it before it knows its ID. */
export function vpcName(environment: string): string {
  return environmentName(environment);
}
