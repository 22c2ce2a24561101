import { type HostedRun, runHosted } from "../support/language-host/run";
import { containsUnknown, type Properties } from "../support/language-host/wire";
import { previewOf } from "../support/preview";

// Each process loads the providers' packages, and one of them checks all types as the CLI does.
jest.setTimeout(1_800_000);

/** Settings for faster runs: the first run checks the types, and no run needs traces of promises. */
const QUICK = { PULUMI_NODEJS_TRANSPILE_ONLY: "true", NODE_OPTIONS: "--stack-trace-limit=0" };

/** Result of the offline preview of a stack. */
interface Offline {
  readonly urns: readonly string[];
  readonly outputs: readonly string[];
}

describe("the program as the Pulumi CLI's language host starts it", () => {
  let offline: Readonly<Record<"development" | "test", Offline>>;
  let update: HostedRun;
  let firstPreview: HostedRun;
  let transitGateway: HostedRun;
  let secondPreview: HostedRun;
  let skipped: HostedRun;

  beforeAll(async () => {
    const hosted = Promise.all([
      runHosted("development", { dryRun: false }),
      runHosted("development", { dryRun: true, env: QUICK }),
      runHosted("test", { dryRun: true, env: QUICK }),
    ]);
    offline = { development: await previewOffline("development"), test: await previewOffline("test") };
    [update, firstPreview, transitGateway] = await hosted;
    [secondPreview, skipped] = await Promise.all([
      runHosted("development", { dryRun: true, env: QUICK, lastOutputs: stackOutputs(update) }),
      runHosted("development", { dryRun: true, env: QUICK, lastOutputs: { kubernetesVersion: "1.34" } }),
    ]);
  });

  test("its types pass as the CLI checks them, and it ends without an error", () => {
    for (const run of [update, firstPreview, transitGateway, secondPreview]) {
      expect(run.log.filter(({ severity }) => severity === "error")).toEqual([]);
      expect({ exitCode: run.exitCode, output: run.output }).toEqual({ exitCode: 0, output: "" });
    }
  });

  test("an update registers exactly what the offline preview shows", () => {
    expect(urns(update)).toEqual(offline.development.urns);
    expect(update.monitor.registered.filter(({ inputs }) => containsUnknown(inputs))).toEqual([]);
  });

  test("a first preview, which knows no ID and no computed property, registers the same", () => {
    expect(urns(firstPreview)).toEqual(offline.development.urns);
    const unknown = firstPreview.monitor.registered.filter(({ inputs }) => containsUnknown(inputs));
    expect(unknown.length).toBeGreaterThan(firstPreview.monitor.registered.length / 4);
  });

  test("every output of the program is one of the stack, in a preview too", () => {
    expect(Object.keys(stackOutputs(update)).sort()).toEqual(offline.development.outputs);
    expect(Object.keys(stackOutputs(firstPreview)).sort()).toEqual(offline.development.outputs);
  });

  test("every resource that a plugin makes has an explicit provider of its own package, as default ones are disabled", () => {
    for (const { monitor } of [update, firstPreview, transitGateway]) {
      const made = monitor.registered.filter(({ needsProvider }) => needsProvider);
      expect(new Set(made.map(({ type }) => packageOf(type)))).toEqual(new Set(["aws", "eks", "kubernetes"]));
      for (const { urn, type, provider } of made) {
        expect({ urn, provider: providerPackageOf(provider) }).toEqual({ urn, provider: packageOf(type) });
      }
    }
  });

  test("the cluster component is given the providers of what it makes itself", () => {
    const [cluster, ...others] = update.monitor.registered.filter(({ type }) => type === "eks:index:Cluster");
    expect(others).toEqual([]);
    expect(cluster?.providedPackages).toContain("aws");
  });

  test("what the program reads of the cluster it reads through the component's reference, of which a preview knows the version", () => {
    const kubeconfig = ({ monitor }: HostedRun): unknown =>
      monitor.registered.find(({ type }) => type === "pulumi:providers:kubernetes")?.inputs["kubeconfig"];
    expect(kubeconfig(update)).toContain('"server": "https://offline.invalid"');
    expect(containsUnknown(kubeconfig(firstPreview))).toBe(true);
    expect(stackOutputs(firstPreview)["kubernetesVersion"]).toBe("1.36");
  });

  test("the look-up of the Transit Gateway's attachment is answered before the first layer, and only where there is one", () => {
    expect(transitGateway.monitor.invokes).toEqual([
      "aws:ec2/getVpcs:getVpcs",
      "aws:ec2transitgateway/getAttachments:getAttachments",
      "aws:ec2transitgateway/getAttachment:getAttachment",
    ]);
    expect(urns(transitGateway)).toEqual(offline.test.urns);
    expect(update.monitor.invokes).toEqual([]);
  });

  test("an update leaves behind what runs, and the next preview, which reads that, finds nothing wrong", () => {
    const { kubernetesVersion, nodeGroups, addOnVersions } = stackOutputs(update);
    expect(kubernetesVersion).toBe("1.36");
    expect(nodeGroups).toMatchObject({
      standard: {
        kubernetesVersion: "1.36",
        amiType: "BOTTLEROCKET_x86_64",
        amiReleaseVersion: expect.stringMatching(/^1\./) as string,
      },
    });
    expect(addOnVersions).toMatchObject({ "vpc-cni": expect.stringMatching(/^v1\./) as string });
    expect(urns(secondPreview)).toEqual(offline.development.urns);
  });

  test("a skipped minor stops a preview before any resource is registered, with the allowed steps", () => {
    expect(skipped.exitCode).not.toBe(0);
    expect(skipped.log.map(({ message }) => message).join("\n")).toContain(
      'the cluster runs Kubernetes 1.34, and EKS upgrades one minor at a time, so not to 1.36 at once: write "1.35" and ' +
        "deploy, then the next: 1.35, 1.36",
    );
    expect(skipped.monitor.registered.map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
  });
});

/** The offline preview of a stack with the repository's own manifests. */
async function previewOffline(stack: string): Promise<Offline> {
  const { registrations, outputs } = await previewOf(stack);
  return { urns: registrations.map(({ urn }) => urn).sort(), outputs: Object.keys(outputs).sort() };
}

function urns({ monitor }: HostedRun): string[] {
  return monitor.registered.map(({ urn }) => urn).sort();
}

function stackOutputs({ monitor }: HostedRun): Properties {
  const stack = monitor.registered.find(({ type }) => type === "pulumi:pulumi:Stack");
  return monitor.outputs.get(stack?.urn ?? "") ?? {};
}

function packageOf(type: string): string {
  return type.split(":")[0] ?? "";
}

/** The package of a provider, from its URN, whose type ends in `pulumi:providers:<package>`. */
function providerPackageOf(urn: string): string {
  return /pulumi:providers:([\w-]+)::/.exec(urn)?.[1] ?? "";
}
