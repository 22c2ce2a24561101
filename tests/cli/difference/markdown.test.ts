import { MAXIMUM_COMMENT, renderComment, renderMarkdown } from "../../../cli/difference/markdown";
import type { Difference, ResourceChange, WorkflowDifference } from "../../../cli/difference/model";
import { renderText } from "../../../cli/difference/text";

function change(name: string, more: Partial<ResourceChange> = {}): ResourceChange {
  return {
    action: "change",
    urn: `urn:pulumi:test::p::aws:iam/role:Role::${name}`,
    type: "aws:iam/role:Role",
    name,
    replacement: "no",
    properties: [{ path: "description", before: "old", after: "new", replaces: "no" }],
    protect: false,
    retainOnDelete: false,
    dependents: 0,
    inputs: {},
    ...more,
  };
}

function workflow(id: string, more: Partial<WorkflowDifference> = {}): WorkflowDifference {
  return { id, kind: "changed", losses: [], sentences: ["`dag.retries`: 0 → 1"], resources: [change(id)], ...more };
}

function difference(workflows: readonly WorkflowDifference[]): Difference {
  return {
    stack: "test",
    base: { ref: "main", commit: "0123456789abcdef", isMergeBase: false },
    summary: "**Something changes** in test.",
    totals: { added: 0, changed: workflows.length, replaced: 0, deleted: 0, unchanged: 7 },
    notes: [],
    workflows,
    layers: [],
  };
}

describe("the comment of a pull request", () => {
  test("begins with the marker by which a later push finds and replaces it", () => {
    expect(renderMarkdown(difference([]))).toMatch(/^<!-- analytical-platform-airflow preview:test -->\n### test\n/);
  });

  test("tells workflows that change alike once, however many they are", () => {
    const many = Array.from({ length: 100 }, (_, index) => workflow(`project/w${index}`));
    const text = renderMarkdown(difference(many));
    expect(text).toContain("#### 100 workflows, all alike: `project/w0`, `project/w1`, `project/w2` and 97 more");
    expect(text.match(/dag\.retries/g)).toHaveLength(1);
    expect(text).toContain(
      "! changed 100 roles: project/w0, project/w1, project/w2 and 97 more\n-   description: old\n",
    );
  });

  test("puts what is lost before everything else", () => {
    const lost = workflow("a/b", {
      kind: "deleted",
      losses: ["**The role `r` is deleted**"],
      resources: [change("r", { action: "delete", properties: [] })],
    });
    const text = renderMarkdown(difference([workflow("a/a"), lost]));
    expect(text.indexOf("> - **`a/b` is deleted, and loses its role**")).toBeLessThan(text.indexOf("#### `a/a`"));
    expect(text).toContain("- **The role `r` is deleted**");
  });

  test("drops the details where it would be too long, and then cuts after a whole line, naming the file that has all", () => {
    const sentences = (count: number): string[] =>
      Array.from({ length: count }, (_, index) => `sentence ${index} é${"x".repeat(80)}`);
    const long = Array.from({ length: 300 }, (_, index) =>
      workflow(`p/w${index}`, {
        sentences: [`number ${index}`],
        resources: [change(`r${index}`), change("x".repeat(500))],
      }),
    );
    const brief = renderComment(difference(long), "all.md");
    expect(Buffer.byteLength(brief)).toBeLessThanOrEqual(MAXIMUM_COMMENT);
    expect(brief).toContain("number 299");
    expect(brief).not.toContain("<details>");
    expect(brief).toContain("`all.md`");

    const longer = renderComment(difference([workflow("a/b", { sentences: sentences(2000) })]), "all.md");
    expect(Buffer.byteLength(longer)).toBeLessThanOrEqual(MAXIMUM_COMMENT);
    expect(longer).toMatch(/x{80}\n\n_This is too long/);
  });

  test("holds no HTML and no code fence of what authors wrote", () => {
    const hostile = "<img src=x onerror=alert(1)> ```\n```";
    const text = renderMarkdown(
      difference([
        workflow("a/b", {
          sentences: [`schedule: ${hostile.split("\n")[0] ?? ""}`],
          resources: [
            change("r", { properties: [{ path: "content", before: "a\n", after: `${hostile}\n`, replaces: "no" }] }),
          ],
        }),
      ]),
    );
    expect(text).toContain("schedule: &lt;img");
    const fences = text.split("\n").filter((line) => line.startsWith("```"));
    expect(fences).toEqual(["```diff", "```"]);
  });
});

test("a terminal gets the same without Markdown's marks, in bold where it can show that", () => {
  const text = renderText(difference([workflow("a/b")]), { bold: false });
  expect(text).toContain("test, compared with main (0123456789)");
  expect(text).toContain("a/b changed\n  • dag.retries: 0 → 1\n    ! changed role a/b\n    -   description: old");
  ["`", "*", "\u001b"].forEach((mark) => {
    expect(text).not.toContain(mark);
  });
  expect(renderText(difference([]), { bold: true })).toContain("\u001b[1mSomething changes\u001b[22m");
});
