import type { StateResource } from "./export";

/** Advice after a deployment that stopped while it was creating these resources. */
export function cutOffAdvice(stack: string, cutOff: readonly StateResource[]): string {
  return [
    `A deployment of ${stack} stopped while it was creating these resources, and it is unknown whether they exist:`,
    "",
    ...cutOff.map(({ type, urn }) => `  ${type} ${nameOf(urn)}`),
    "",
    "Look for each in AWS or in the cluster. Import those that exist, with their ID for <id>:",
    "",
    ...cutOff.map((resource) => `  ${importCommand(stack, resource)}`),
    "",
    "Then clear the record of the interruption, and deploy again:",
    "",
    `  npx pulumi refresh --stack ${stack} --clear-pending-creates`,
    "",
    "docs/platform/state.md#if-an-update-was-cut-off says more.",
  ].join("\n");
}

/** Parent and provider are the program's own, so that the next update finds the resource. */
function importCommand(stack: string, { type, urn, parent, provider }: StateResource): string {
  const words = ["npx pulumi import", `--stack ${stack}`, "--generate-code=false", "--protect=false"];
  const parents = parent === undefined ? [] : [`--parent 'parent=${parent}'`];
  const providers =
    provider === undefined ? [] : [`--provider 'provider=${provider.slice(0, provider.lastIndexOf("::"))}'`];
  return [...words, ...parents, ...providers, `'${type}' '${nameOf(urn)}' '<id>'`].join(" ");
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
