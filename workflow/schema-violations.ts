import Ajv2020 from "ajv/dist/2020";
import type { ErrorObject, SchemaObject, ValidateFunction } from "ajv/dist/2020";

/** Compiles a schema (JSON Schema 2020-12) to a function that gives every violation of some data, each once. */
export function compileViolations(schema: SchemaObject): (data: unknown) => ErrorObject[] {
  // A command checks some hundred files: optimising the check's code takes longer than it saves.
  const code = { optimize: false };
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, verbose: true, code });
  const validate = ajv.compile(schema);
  return (data) => (validate(data) ? [] : eachOnce(validate));
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
