import { EditError } from "../../../cli/upgrade/edit";
import { editLines } from "../../../cli/upgrade/edit-lines";

const FILE = `groups:
  # The first.
  one: # of two
    size: 1 # small
    name: a
  two:
    draining: true # for a while
    size: 2
  flow: {size: 3}
`;

function draining(group: string, value: boolean | undefined): Parameters<typeof editLines>[1][number] {
  return { path: ["groups", group], key: "draining", value };
}

test("a new key gets a line of its own, and a deleted one takes its line along; all else stays", () => {
  expect(editLines(FILE, [draining("one", true), draining("two", undefined)])).toBe(`groups:
  # The first.
  one: # of two
    size: 1 # small
    draining: true
    name: a
  two:
    size: 2
  flow: {size: 3}
`);
});

test("a key that is there changes, and one that is absent already stays so", () => {
  expect(editLines(FILE, [draining("two", false)])).toContain("    draining: false\n    size: 2\n");
  expect(editLines(FILE, [draining("one", undefined)])).toBe(FILE);
});

test("a file without a last line break keeps its last line", () => {
  expect(editLines("a:\n  b: 1", [{ path: ["a"], key: "draining", value: true }])).toBe(
    "a:\n  b: 1\n  draining: true\n",
  );
});

test.each([
  ["an entry on one line", FILE, draining("flow", true), /^groups.flow is not an entry with a line for each key/],
  ["an entry that is missing", FILE, draining("three", true), /^groups.three is not an entry/],
  [
    "an entry that others share",
    "groups:\n  one: &shared\n    size: 1\n  two: *shared\n",
    draining("one", true),
    /^groups.one.draining: anchors or merges share these entries/,
  ],
])("%s is refused", (_, text, edit, message) => {
  expect(() => editLines(text, [edit])).toThrow(EditError);
  expect(() => editLines(text, [edit])).toThrow(message);
});
