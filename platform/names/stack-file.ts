/** Name of the file with a stack's configuration, in the root of the repository and in `infra/delivery`. */
export function stackFileName(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}
