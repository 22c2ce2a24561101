import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { MAXIMUM_COMMENT, renderMarkdown } from "../../../preview/difference/markdown";
import type { Difference, ResourceChange, WorkflowDifference } from "../../../preview/difference/model";
import { renderText } from "../../../preview/difference/text";
import { writeDifference } from "../../../preview/difference/write";
import { temporaryFolder } from "../../support/command";

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

  test("lists any number of workflows that change alike once", () => {
    const many = Array.from({ length: 100 }, (_, index) => workflow(`project/w${index}`));
    const text = renderMarkdown(difference(many));
    expect(text).toContain("#### 100 workflows, all alike: `project/w0`, `project/w1`, `project/w2` and 97 more");
    expect(text.match(/dag\.retries/g)).toHaveLength(1);
    expect(text).toContain(
      "! changed 100 roles: project/w0, project/w1, project/w2 and 97 more\n-   description: old\n",
    );
  });

  test("puts losses before everything else", () => {
    const lost = workflow("a/b", {
      kind: "deleted",
      losses: ["**The role `r` is deleted**"],
      resources: [change("r", { action: "delete", properties: [] })],
    });
    const text = renderMarkdown(difference([workflow("a/a"), lost]));
    expect(text.indexOf("> - **`a/b` is deleted, and loses its role**")).toBeLessThan(text.indexOf("#### `a/a`"));
    expect(text).toContain("- **The role `r` is deleted**");
  });

  describe("of hundreds of workflows that change differently", () => {
    const workflows = (sentences: number): WorkflowDifference[] =>
      Array.from({ length: 400 }, (_, index) =>
        workflow(`überprüfung/workflow-${index}`, {
          sentences: Array.from(
            { length: sentences },
            (__, n) => `may now read \`s3://bucket-${index}/${"é".repeat(n + 20)}/*\``,
          ),
          resources: [change(`role-${index}`), change("x".repeat(500))],
        }),
      );

    function write(sentences: number): { comment: string; full: string } {
      const folder = temporaryFolder();
      writeDifference(difference(workflows(sentences)), "markdown", join(folder, "comment.md"));
      const [comment, full] = ["comment.md", "comment.full.md"].map((file) => readFileSync(join(folder, file), "utf8"));
      return { comment: comment ?? "", full: full ?? "" };
    }

    test("leaves the properties out first, says so, and writes the whole beside it", () => {
      const { comment, full } = write(1);
      expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(MAXIMUM_COMMENT);
      expect(comment.match(/^#### /gm)).toHaveLength(400);
      expect(comment).not.toContain("<details>");
      expect(comment).toContain(
        "\n_The properties of each resource are left out here; all of it is in `comment.full.md`, on GitHub",
      );
      expect(full).toBe(renderMarkdown(difference(workflows(1))));
      expect(full.match(/<details>/g)).toHaveLength(400);
    });

    test("is cut after a whole line if it is still too long, says how much it shows, and keeps the totals", () => {
      const { comment, full } = write(5);
      const shown = comment.match(/^#### /gm)?.length ?? 0;
      expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(MAXIMUM_COMMENT);
      expect(Buffer.byteLength(comment)).toBeGreaterThan(MAXIMUM_COMMENT - 1000);
      expect(comment).toContain(`_Too long for a comment: ${shown} of 400 sections are shown, without the properties`);
      expect(comment).toMatch(/<sub>Resources: 400 changed, .*<\/sub>\n$/);
      const lines = new Set(full.split("\n"));
      const before = comment.split("\n_Too long")[0]?.split("\n") ?? [];
      expect(before.filter((line) => !lines.has(line))).toEqual([]);
      expect(full).toBe(renderMarkdown(difference(workflows(5))));
    });

    test("removes the whole of an earlier run beside a comment that fits", () => {
      const out = join(temporaryFolder(), "comment.md");
      writeDifference(difference(workflows(1)), "markdown", out);
      writeDifference(difference([]), "markdown", out);
      expect(existsSync(out.replace(".md", ".full.md"))).toBe(false);
    });
  });

  test("contains no HTML and no code fence from an author's text", () => {
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

test("a terminal gets the same without Markdown's marks, in bold if it supports that", () => {
  const text = renderText(difference([workflow("a/b")]), { bold: false });
  expect(text).toContain("test, compared with main (0123456789)");
  expect(text).toContain("a/b changed\n  • dag.retries: 0 → 1\n    ! changed role a/b\n    -   description: old");
  ["`", "*", "\u001b"].forEach((mark) => {
    expect(text).not.toContain(mark);
  });
  expect(renderText(difference([]), { bold: true })).toContain("\u001b[1mSomething changes\u001b[22m");
});
