import Ajv2020 from "ajv/dist/2020";
import type { AnySchemaObject, ErrorObject, SchemaObject, ValidateFunction } from "ajv/dist/2020";

/** How a schema is used. */
export interface SchemaOptions {
  /** Whether the check writes the schema's defaults into the data, for keys that are absent. Default: false. */
  readonly fillDefaults?: boolean;
}

/** Keywords of our own that describe a key. They refuse nothing. */
export const ANNOTATIONS = [
  // Other names that authors write for a key; a message then suggests the key.
  { keyword: "synonyms", schemaType: "array" },
  // The effect of a change of the value on what is deployed.
  { keyword: "change", schemaType: "string" },
  // The cost of the value, if it costs something.
  { keyword: "cost", schemaType: "string" },
  // Values of the shipped stack files, which are examples.
  { keyword: "shipped", schemaType: "array" },
  // Form of values that are examples, whichever of the shipped stack files they come from.
  { keyword: "shippedForm", schemaType: "string" },
  // The unit of a number.
  { keyword: "unit", schemaType: "string" },
] as const;

/**
 * A function that gives every violation of a schema (JSON Schema 2020-12) by some data, each once. The first call compiles
 * the schema: a command that imports many checks pays only for those that it makes.
 */
export function compileViolations(schema: SchemaObject, options: SchemaOptions = {}): (data: unknown) => ErrorObject[] {
  let validate: ValidateFunction | undefined;
  return (data) => {
    validate ??= compile(schema, options);
    return validate(data) ? [] : eachOnce(validate);
  };
}

function compile(schema: SchemaObject, { fillDefaults = false }: SchemaOptions): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    verbose: true,
    useDefaults: fillDefaults,
    // A test checks our schemas against JSON Schema's own. To do so in every command would take as long as compiling them.
    validateSchema: false,
    // A command checks a few hundred files: optimising the check's code takes longer than it saves.
    code: { optimize: false },
  });
  for (const annotation of ANNOTATIONS) {
    ajv.addKeyword(annotation);
  }
  return ajv.compile(schema);
}

function eachOnce(validate: ValidateFunction): ErrorObject[] {
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== "propertyNames");
  const wrongType = new Set(errors.filter(({ keyword }) => keyword === "type").map(({ instancePath }) => instancePath));
  return errors.filter(({ keyword, instancePath }) => keyword === "type" || !wrongType.has(instancePath));
}

/** Path of the value that breaks the schema, or of the map for a missing or unknown key. */
export function pathOf(error: ErrorObject): (string | number)[] {
  return error.instancePath
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** The definition that a schema refers to, `#/$defs/<name>`, or the schema itself without a reference. */
export function resolved(schema: SchemaObject, root: AnySchemaObject): SchemaObject {
  const name = /^#\/\$defs\/(\w+)$/.exec(String(schema["$ref"]))?.[1];
  return name === undefined ? schema : (((root["$defs"] ?? {}) as Record<string, SchemaObject>)[name] ?? schema);
}
