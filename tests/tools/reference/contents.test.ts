import { decisionsContents, referenceContents } from "../../../tools/reference/contents";

const page = (title: string, rest: string): { name: string; text: string } => ({
  name: `${title.toLowerCase()}.md`,
  text: `# ${title}\n\n${rest}`,
});

test("the list of decisions shows date and status, in the order of the titles", () => {
  const text = decisionsContents([
    page("Second", "Date: 2026-11-25, extended by boundaries on 2026-11-26. Status: accepted.\n"),
    page("First", "Date: 2026-11-22. Status: replaced by [second](second.md).\n"),
  ]);
  expect(text.split("\n").filter((line) => line.startsWith("| ["))).toEqual([
    "| [First](first.md) | 2026-11-22 | replaced by [second](second.md) |",
    "| [Second](second.md) | 2026-11-25 | accepted |",
  ]);
});

test.each(["", "Date: soon. Status: accepted.", "Date: 2026-11-22.", "Text.\n\nDate: 2026-11-22. Status: accepted."])(
  "a decision is refused if its first line is %j",
  (line) => {
    expect(() => decisionsContents([page("Choice", `${line}\n`)])).toThrow("choice.md has no date and status");
  },
);

test("the reference's pages are listed by title, without their index", () => {
  const text = referenceContents([page("Costs", ""), { name: "index.md", text: "" }]);
  expect(text).toContain("- [Costs](costs.md)");
  expect(text).not.toContain("(index.md)");
});
