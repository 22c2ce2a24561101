import type { StateResource } from "./export";

/** How a person goes on after a deployment that was cut off while these were being made. */
export function cutOffAdvice(stack: string, cutOff: readonly StateResource[]): string {
  return [
    `A deployment of ${stack} was cut off while it made these, and nothing says whether they exist:`,
    "",
    ...cutOff.map(({ type, urn }) => `  ${type} ${nameOf(urn)}`),
    "",
    "Look for each in AWS or in the cluster. What is there, give to Pulumi, with its ID for <id>:",
    "",
    ...cutOff.map((resource) => `  ${importCommand(stack, resource)}`),
    "",
    "Then let Pulumi forget that it was interrupted, and deploy again:",
    "",
    `  npx pulumi refresh --stack ${stack} --clear-pending-creates`,
    "",
    "docs/platform/state.md#if-an-update-was-cut-off says more.",
  ].join("\n");
}

/** Parent and provider are those of the program: the resource comes to lie where the next update looks for it. */
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
