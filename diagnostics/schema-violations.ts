import Ajv2020 from "ajv/dist/2020";
import type { AnySchemaObject, ErrorObject, SchemaObject, ValidateFunction } from "ajv/dist/2020";

/** How a schema is used. */
export interface SchemaOptions {
  /** Whether the check writes the schema's defaults into the data, for keys that are absent. Default: false. */
  readonly fillDefaults?: boolean;
}

/**
 * A function that gives every violation of a schema (JSON Schema 2020-12) by some data, each once. The schema is compiled
 * when it is first asked: a command that imports many checks pays for those it makes.
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
    // Our schemas are held to JSON Schema's own by a test: to do so in every command takes as long as compiling them.
    validateSchema: false,
    // A command checks some hundred files: optimising the check's code takes longer than it saves.
    code: { optimize: false },
  });
  // Other names that authors write for a key: a message suggests the key then.
  ajv.addKeyword({ keyword: "synonyms", schemaType: "array" });
  return ajv.compile(schema);
}

function eachOnce(validate: ValidateFunction): ErrorObject[] {
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== "propertyNames");
  const wrongType = new Set(errors.filter(({ keyword }) => keyword === "type").map(({ instancePath }) => instancePath));
  return errors.filter(({ keyword, instancePath }) => keyword === "type" || !wrongType.has(instancePath));
}

/** Path of the value that a violation is about; of the map, where a key is missing or not known. */
export function pathOf(error: ErrorObject): (string | number)[] {
  return error.instancePath
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** The definition that a schema refers to, `#/$defs/<name>`; the schema itself where it refers to none. */
export function resolved(schema: SchemaObject, root: AnySchemaObject): SchemaObject {
  const name = /^#\/\$defs\/(\w+)$/.exec(String(schema["$ref"]))?.[1];
  return name === undefined ? schema : (((root["$defs"] ?? {}) as Record<string, SchemaObject>)[name] ?? schema);
}
