import { compileSchema } from "../../diagnostics/schema-findings";

const check = compileSchema({
  type: "object",
  properties: {
    few: { type: "integer", minimum: 2, maximum: 4, multipleOf: 2 },
    filled: { type: "string", minLength: 1 },
    word: { type: "string", minLength: 2, maxLength: 3 },
    one: { type: "array", minItems: 1 },
    pair: { type: "array", minItems: 2 },
    chosen: { type: "object", minProperties: 1, maxProperties: 1 },
    both: { type: "object", minProperties: 2, maxProperties: 2 },
  },
});

describe("the message for a value out of its bounds gives the bound, in words", () => {
  test.each([
    [{ few: 0 }, "few is 0, but must be at least 2"],
    [{ few: 6 }, "few is 6, but must be at most 4"],
    [{ few: 3 }, "few must be multiple of 2, not 3"],
    [{ filled: "" }, 'filled is "", but must have at least 1 character'],
    [{ word: "a" }, 'word is "a", but must have at least 2 characters'],
    [{ word: "abcd" }, "word has 4 characters, but may have at most 3"],
    [{ one: [] }, "one must have at least 1 item"],
    [{ pair: [1] }, "pair must have at least 2 items"],
    [{ chosen: {} }, "chosen must have at least 1 key"],
    [{ chosen: { a: 1, b: 2 } }, "chosen has the keys a, b, but may have at most 1 key"],
    [{ both: { a: 1 } }, "both must have at least 2 keys"],
    [{ both: { a: 1, b: 2, c: 3 } }, "both has the keys a, b, c, but may have at most 2 keys"],
  ])("%j", (data, message) => {
    expect(check(data)).toMatchObject([{ code: "out-of-bounds", message }]);
  });

  test("a value at its bounds is allowed", () => {
    expect(check({ few: 2, filled: "a", word: "ab", one: [1], pair: [1, 2], chosen: { a: 1 } })).toEqual([]);
    expect(check({ few: 4, word: "abc", both: { a: 1, b: 2 } })).toEqual([]);
  });
});
