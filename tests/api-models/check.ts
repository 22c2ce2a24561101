import { isMap } from "../../diagnostics/is-map";
import type { ServiceModel, Shape } from "./model";

/** IDs that an offline preview makes up for what AWS names. They have another form than AWS's own. */
const MADE_UP = /-id$|:key\/[\w-]+$/;

/** A value that an offline preview hides. */
const HIDDEN = "[secret]";

/** Lists all parts of a value that AWS's model of its shape does not allow, by their paths. */
export function violations(model: ServiceModel, shape: Shape, value: unknown, path: string): string[] {
  if (value === HIDDEN) {
    return [];
  }
  switch (shape.type) {
    case "structure":
      return isMap(value) ? structure(model, shape, value, path) : [`${path} is no structure`];
    case "list": {
      const items = isMap(value) ? tagList(value) : value;
      return Array.isArray(items)
        ? [
            ...outside(shape, items.length, path, "items"),
            ...items.flatMap((item, index) => child(model, shape.member, item, `${path}[${index}]`)),
          ]
        : [`${path} is no list`];
    }
    case "map":
      return isMap(value)
        ? [
            ...outside(shape, Object.keys(value).length, path, "entries"),
            ...Object.entries(value).flatMap(([key, item]) => [
              ...child(model, shape.key, key, `${path}: key ${key}`),
              ...child(model, shape.value, item, `${path}.${key}`),
            ]),
          ]
        : [`${path} is no map`];
    case "string":
      return typeof value === "string" ? text(shape, value, path) : [`${path} is no text`];
    case "boolean":
      return [true, false, "true", "false"].includes(value as boolean) ? [] : [`${path} is no boolean`];
    case "integer":
    case "long":
      return Number.isInteger(Number(value)) ? outside(shape, Number(value), path, "") : [`${path} is no whole number`];
    case "double":
      return Number.isFinite(Number(value)) ? outside(shape, Number(value), path, "") : [`${path} is no number`];
    default:
      return [`${path} has type ${shape.type}, which this check does not know`];
  }
}

/** Name of the member that an input becomes: the provider's names differ in case, and KMS has `TagKey` for `key`. */
export function memberNamed(shape: Shape, input: string): string | undefined {
  const names = [input.toLowerCase(), `tag${input}`.toLowerCase()];
  return Object.keys(shape.members ?? {}).find((name) => names.includes(name.toLowerCase()));
}

function structure(
  model: ServiceModel,
  shape: Shape,
  value: Readonly<Record<string, unknown>>,
  path: string,
): string[] {
  const given = Object.entries(value).filter(([, item]) => item !== undefined);
  const names = given.map(([input]) => memberNamed(shape, input));
  return [
    ...(shape.required ?? []).filter((name) => !names.includes(name)).map((name) => `${path} lacks ${name}`),
    ...given.flatMap(([input, item], index) => {
      const name = names[index];
      return name === undefined
        ? [`${path} has no ${input}`]
        : child(model, shape.members?.[name], item, `${path}.${input}`);
    }),
  ];
}

function child(
  model: ServiceModel,
  reference: { readonly shape: string } | undefined,
  value: unknown,
  path: string,
): string[] {
  return reference === undefined
    ? [`${path} has no shape`]
    : violations(model, model.shape(reference.shape), value, path);
}

function text(shape: Shape, value: string, path: string): string[] {
  const { enum: allowed, pattern } = shape;
  return [
    ...(allowed === undefined || allowed.includes(value)
      ? []
      : [`${path} is ${value}, not one of ${allowed.join(", ")}`]),
    ...(pattern === undefined || MADE_UP.test(value) || matches(pattern, value)
      ? []
      : [`${path} is ${value}, which does not match ${pattern}`]),
    ...outside(shape, value.length, path, "characters"),
  ];
}

/** Whether a whole text matches. AWS writes its patterns for Java, and some of them only fit in JavaScript with the flag u. */
function matches(pattern: string, value: string): boolean {
  const whole = `^(?:${pattern})$`;
  try {
    return new RegExp(whole, "us").test(value);
  } catch {
    return new RegExp(whole, "s").test(value);
  }
}

function outside({ min, max }: Shape, size: number, path: string, unit: string): string[] {
  return (min !== undefined && size < min) || (max !== undefined && size > max)
    ? [`${path} has ${[size, unit].join(" ").trimEnd()}, not ${min ?? 0} to ${max ?? "any"}`]
    : [];
}

/** A map of tags as the list of keys and values that many services take. */
function tagList(tags: Readonly<Record<string, unknown>>): unknown[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
