import { isMap } from "../../diagnostics/is-map";
import { memberNamed, violations } from "./check";
import { ServiceModel, type Shape } from "./model";

/** How the inputs of a type become requests to AWS. */
export interface RequestMapping {
  /** Operations that the provider calls when it creates the resource, `service:Operation`; the first one makes it. */
  readonly requests: readonly string[];
  /** Members with another name than the input, as paths. */
  readonly names?: Readonly<Record<string, string>>;
  /** Inputs for the provider itself, or that it sends in a form of its own. */
  readonly provider?: readonly string[];
  /** Required members that the provider adds by itself. */
  readonly adds?: readonly string[];
  /** Limits that only the models' documentation has, by input: EC2, SNS, Secrets Manager and SQS leave most out of their shapes. */
  readonly documented?: Readonly<Record<string, DocumentedLimit>>;
}

/** A limit in words. */
export interface DocumentedLimit {
  /** Words of the member's documentation in the model. */
  readonly says: string;
  /** The same as a regular expression for the whole value. */
  readonly pattern: string;
}

const models = new Map<string, ServiceModel>();

function modelOf(service: string): ServiceModel {
  const model = models.get(service) ?? ServiceModel.read(service);
  models.set(service, model);
  return model;
}

/** Lists all parts of a resource's inputs that AWS's models do not allow. */
export function requestViolations(
  { requests, names = {}, provider = [], adds = [], documented = {} }: RequestMapping,
  inputs: Readonly<Record<string, unknown>>,
): string[] {
  const inputsOfOperations = requests.map(inputOf);
  const sent = Object.entries(inputs).filter(([input, value]) => value !== undefined && !provider.includes(input));
  const paths = sent.map(([input]) => (names[input] ?? input).split("."));
  const [first] = inputsOfOperations;
  const missing = (first?.shape.required ?? []).filter(
    (member) => !adds.includes(member) && !paths.some(([head = ""]) => head.toLowerCase() === member.toLowerCase()),
  );
  return [
    ...missing.map((member) => `${requests[0]} requires ${member}`),
    ...sent.flatMap(([input, value], index) => {
      const target = inputsOfOperations
        .map(({ model, shape }) => ({ model, shape: follow(model, shape, paths[index] ?? []) }))
        .find(({ shape }) => shape !== undefined);
      return target?.shape === undefined
        ? [`${requests.join(", ")} have no ${paths[index]?.join(".")}`]
        : violations(target.model, target.shape, alone(target.shape, value), input);
    }),
    ...Object.entries(documented).flatMap(([input, { says, pattern }]) => {
      const value = inputs[input] as string | number | undefined;
      return value === undefined || new RegExp(`^(?:${pattern})$`).test(`${value}`)
        ? []
        : [`${input} is ${value}, and AWS says: ${says}`];
    }),
  ];
}

/** The text for people about the member that an input becomes, from the models, without markup. */
export function documentationOf({ requests, names = {} }: RequestMapping, input: string): string {
  const texts = requests.map((request) => {
    const { model, shape } = inputOf(request);
    return documentationAt(model, shape, (names[input] ?? input).split("."));
  });
  return (texts.find((text) => text !== undefined) ?? "").replaceAll(/<[^>]*>/g, "").replaceAll(/\s+/g, " ");
}

function documentationAt(model: ServiceModel, shape: Shape, path: readonly string[]): string | undefined {
  const parent = follow(model, shape, path.slice(0, -1));
  const structure = parent?.member === undefined ? parent : model.shape(parent.member.shape);
  const name = structure === undefined ? undefined : memberNamed(structure, path.at(-1) ?? "");
  return name === undefined ? undefined : structure?.members?.[name]?.documentation;
}

function inputOf(request: string): { readonly model: ServiceModel; readonly shape: Shape } {
  const [service = "", operation = ""] = request.split(":");
  const model = modelOf(service);
  return { model, shape: model.inputOf(operation) };
}

/** The shape at a path, through lists; `undefined` for an unknown path. */
function follow(model: ServiceModel, shape: Shape, [head, ...rest]: readonly string[]): Shape | undefined {
  if (head === undefined) {
    return shape;
  }
  if (shape.member !== undefined) {
    return follow(model, model.shape(shape.member.shape), [head, ...rest]);
  }
  const name = memberNamed(shape, head);
  const reference = name === undefined ? undefined : shape.members?.[name];
  return reference === undefined ? undefined : follow(model, model.shape(reference.shape), rest);
}

/** A single value for a list, as the provider takes it for some inputs. */
function alone({ type }: Shape, value: unknown): unknown {
  return type !== "list" || Array.isArray(value) || isMap(value) ? value : [value];
}
