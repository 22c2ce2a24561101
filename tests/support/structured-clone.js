// Jest runs each test file in a context of its own, with its own Array. Node's structuredClone gives arrays of Node's context, which
// Pulumi's SDK then takes for objects (`instanceof Array`). This one gives arrays of the test's context.
const original = globalThis.structuredClone;

globalThis.structuredClone = (value) => own(original(value), new Map());

function own(value, seen) {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const known = seen.get(value);
  if (known !== undefined) {
    return known;
  }
  if (Array.isArray(value)) {
    const copy = [];
    seen.set(value, copy);
    copy.push(...value.map((item) => own(item, seen)));
    return copy;
  }
  if (Object.prototype.toString.call(value) !== "[object Object]") {
    return value;
  }
  const copy = {};
  seen.set(value, copy);
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(copy, key, { value: own(item, seen), writable: true, enumerable: true, configurable: true });
  }
  return copy;
}
