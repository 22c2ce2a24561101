import {
  type ReadResourceRequest,
  ReadResourceResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  type ResourceInvokeRequest,
  ResourceInvokeResponse,
} from "@pulumi/pulumi/proto/resource_pb";

import { answerInvoke, answerResource } from "../../../preview/offline/answers";
import { plainProperties, type Properties, resourceReference, struct, UNKNOWN } from "./wire";

/** One resource as the program registered it. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  /** URN of the explicit provider; empty for components, providers and the stack. */
  readonly provider: string;
  /** Packages for which a component was given a provider. */
  readonly providedPackages: readonly string[];
  /** Whether a plugin makes it: a custom resource, or a component of another package. */
  readonly needsProvider: boolean;
  readonly inputs: Properties;
}

/** What the engine is about. */
export interface MonitorOptions {
  readonly project: string;
  readonly stack: string;
  /** A preview before the first deployment: no ID and no computed property is known. */
  readonly dryRun: boolean;
  /** Outputs that the last deployment of the stack left behind; none before the first. */
  readonly lastOutputs?: Properties | undefined;
}

/** Organization of stacks in a backend without organizations. */
export const ORGANIZATION = "organization";

const STACK_REFERENCE_TYPE = "pulumi:pulumi:StackReference";

/** The engine's own look-up, with which the SDK follows a reference to a resource. */
const GET_RESOURCE = "pulumi:pulumi:getResource";

const STACK_TYPE = "pulumi:pulumi:Stack";

/** The component of @pulumi/eks, whose plugin makes the cluster and answers with a reference to it. */
const EKS_COMPONENT = "eks:index:Cluster";
const EKS_CLUSTER = "aws:eks/cluster:Cluster";

/**
 * Takes registrations as the real engine does, with the answers of `preview/offline/answers.ts`. What the real engine
 * refuses is refused: the same URN twice, parents, dependencies and providers that are not registered, and resources and
 * look-ups without an explicit provider, because default providers are disabled.
 */
export class Monitor {
  readonly registered: Registered[] = [];
  /** Outputs by URN, of components and of the stack. */
  readonly outputs = new Map<string, Properties>();
  /** Tokens of the look-ups, in order. */
  readonly invokes: string[] = [];
  private readonly urns = new Set<string>();
  private readonly ids = new Map<string, string>();
  private readonly states = new Map<string, Properties>();

  constructor(private readonly options: MonitorOptions) {}

  registerResource(request: RegisterResourceRequest): RegisterResourceResponse {
    const type = request.getType();
    const urn = this.newUrn(request);
    const provider = request.getProvider();
    const needsProvider = (request.getCustom() && !type.startsWith("pulumi:providers:")) || request.getRemote();
    this.check(request, urn, needsProvider);
    this.urns.add(urn);
    const inputs = plainProperties(request.getObject()?.toJavaScript() ?? {});
    const providedPackages = request
      .getProvidersMap()
      .toArray()
      .map(([name]) => name);
    this.registered.push({ urn, type, provider: urnOf(provider), providedPackages, needsProvider, inputs });
    return request.getCustom() || request.getRemote()
      ? this.answer(urn, request, inputs)
      : new RegisterResourceResponse().setUrn(urn).setObject(request.getObject());
  }

  /**
   * Reads a stack's outputs as the engine's built-in provider does (pkg/resource/deploy/builtins.go): for that one package
   * default providers are never disabled; an unknown stack is an error; one without a deployment has no outputs.
   */
  readResource(request: ReadResourceRequest): ReadResourceResponse {
    const type = request.getType();
    if (type !== STACK_REFERENCE_TYPE) {
      throw new Error(`the program reads a ${type}, which tests/support/language-host does not answer`);
    }
    const { project, stack, lastOutputs = {} } = this.options;
    const { name } = plainProperties(request.getProperties()?.toJavaScript() ?? {});
    if (name !== `${ORGANIZATION}/${project}/${stack}`) {
      throw new Error(`unknown stack "${String(name)}"`);
    }
    const urn = `urn:pulumi:${stack}::${project}::${type}::${request.getName()}`;
    this.urns.add(urn);
    return new ReadResourceResponse()
      .setUrn(urn)
      .setProperties(struct({ name, outputs: lastOutputs, secretOutputNames: [] }));
  }

  registerOutputs(request: RegisterResourceOutputsRequest): void {
    const urn = request.getUrn();
    if (!this.urns.has(urn)) {
      throw new Error(`outputs of ${urn}, which is not registered`);
    }
    this.outputs.set(urn, plainProperties(request.getOutputs()?.toJavaScript() ?? {}));
  }

  invoke(request: ResourceInvokeRequest): ResourceInvokeResponse {
    const token = request.getTok();
    const inputs = plainProperties(request.getArgs()?.toJavaScript() ?? {});
    if (token === GET_RESOURCE) {
      const urn = String(inputs["urn"]);
      return new ResourceInvokeResponse().setReturn(
        struct({ urn, id: this.ids.get(urn) ?? "", state: this.states.get(urn) ?? {} }),
      );
    }
    this.checkProvider(request.getProvider(), token);
    this.invokes.push(token);
    const answer = answerInvoke({ token, inputs, provider: request.getProvider() }, {});
    return new ResourceInvokeResponse().setReturn(struct(answer));
  }

  /** In a dry run a provider knows the inputs, and which further properties there will be, but not their values. */
  private answer(urn: string, request: RegisterResourceRequest, inputs: Properties): RegisterResourceResponse {
    const { dryRun } = this.options;
    const custom = request.getCustom();
    const answer = answerResource({ type: request.getType(), name: request.getName(), inputs, custom });
    const id = custom && !dryRun ? answer.id : "";
    const unknown = Object.fromEntries(Object.keys(answer.state).map((key) => [key, UNKNOWN]));
    const state = dryRun ? { ...unknown, ...inputs } : answer.state;
    const references =
      request.getType() === EKS_COMPONENT
        ? { eksCluster: this.makeEksCluster(urn, request.getName(), answer.state) }
        : {};
    this.ids.set(urn, id);
    this.states.set(urn, state);
    return new RegisterResourceResponse()
      .setUrn(urn)
      .setId(id)
      .setObject(struct({ ...state, ...references }));
  }

  /**
   * The cluster that the component's plugin makes below it (pulumi/pulumi-eks nodejs/eks/cluster/cluster.ts), and the
   * reference that the program gets: known in a preview too, while what AWS adds to the cluster is not.
   */
  private makeEksCluster(parent: string, name: string, { eksCluster }: Properties): Properties {
    const urn = `${parent.slice(0, parent.lastIndexOf("::"))}$${EKS_CLUSTER}::${name}-eksCluster`;
    const { name: clusterName, version, ...added } = eksCluster as Properties;
    const { dryRun } = this.options;
    const unknown = Object.fromEntries(Object.keys(added).map((key) => [key, UNKNOWN]));
    this.urns.add(urn);
    this.ids.set(urn, dryRun ? "" : String(clusterName));
    this.states.set(urn, { name: clusterName, version, ...(dryRun ? unknown : added) });
    return resourceReference(urn, dryRun ? UNKNOWN : String(clusterName));
  }

  private check(request: RegisterResourceRequest, urn: string, needsProvider: boolean): void {
    if (this.urns.has(urn)) {
      throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    }
    const parent = request.getParent();
    for (const other of [...(parent === "" ? [] : [parent]), ...request.getDependenciesList()]) {
      if (!this.urns.has(other)) {
        throw new Error(`${urn} refers to ${other}, which is not registered`);
      }
    }
    if (needsProvider) {
      this.checkProvider(request.getProvider(), urn);
    }
    for (const [, reference] of request.getProvidersMap().toArray()) {
      this.checkProvider(reference, urn);
    }
  }

  private checkProvider(reference: string, user: string): void {
    if (reference === "") {
      throw new Error(`Default provider disabled: '${user}' must use an explicit provider`);
    }
    if (!this.urns.has(urnOf(reference))) {
      throw new Error(`unknown provider '${reference}' for '${user}'`);
    }
  }

  /** A URN as the engine makes it: with the chain of types from the outermost component, without the stack. */
  private newUrn(request: RegisterResourceRequest): string {
    const parentType = request.getParent().split("::")[2] ?? STACK_TYPE;
    const type = parentType === STACK_TYPE ? request.getType() : `${parentType}$${request.getType()}`;
    return `urn:pulumi:${this.options.stack}::${this.options.project}::${type}::${request.getName()}`;
  }
}

/** The URN in a provider reference, which is `<urn>::<id>`. */
function urnOf(reference: string): string {
  return reference.slice(0, Math.max(0, reference.lastIndexOf("::")));
}
