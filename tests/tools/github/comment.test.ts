import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { temporaryFolder } from "../../support/command";
import { GitHub } from "./github";

const MARKER = "<!-- analytical-platform-airflow preview:test -->";
const github = new GitHub();

beforeAll(() => github.start());
afterAll(() => github.stop());
beforeEach(() => {
  github.comments = [
    { id: 1, body: "Looks good", user: { login: "reviewer" } },
    { id: 2, body: `${MARKER}\nnot the bot's`, user: { login: "reviewer" } },
    {
      id: 3,
      body: "<!-- analytical-platform-airflow preview:production -->\nanother",
      user: { login: "github-actions[bot]" },
    },
  ];
});

function file(text: string): string {
  const path = join(temporaryFolder(), "comment.md");
  writeFileSync(path, text);
  return path;
}

const written = (): string[] => github.comments.map(({ body }) => body);

test("the first comment is a new one, although somebody else has written the marker", async () => {
  const result = await github.run("comment", ["7", file(`${MARKER}\nfirst\n`)]);
  expect(result).toMatchObject({ status: 0, stdout: "comment created on #7\n" });
  expect(written()).toEqual([
    "Looks good",
    `${MARKER}\nnot the bot's`,
    expect.stringContaining("another"),
    `${MARKER}\nfirst\n`,
  ]);
});

test("a later comment replaces it, even on a later page and with GitHub's own line ends", async () => {
  github.comments.push({ id: 4, body: `${MARKER}\r\nfirst\r\n`, user: { login: "github-actions[bot]" } });
  const result = await github.run("comment", ["7", file(`${MARKER}\nsecond\n`)]);
  expect(result.stdout).toBe("comment updated on #7\n");
  expect(written().slice(2)).toEqual([expect.stringContaining("another"), `${MARKER}\nsecond\n`]);
});

test("the same comment is not written again", async () => {
  github.comments.push({ id: 4, body: `${MARKER}\nsame\n`, user: { login: "github-actions[bot]" } });
  github.requests.length = 0;
  expect((await github.run("comment", ["7", file(`${MARKER}\nsame\n`)])).stdout).toBe("comment unchanged on #7\n");
  expect(github.requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
});

test.each([
  ["no marker", ["7", "text\n"], {}, /the first line must be a marker/],
  [
    "too long for GitHub",
    ["7", `${MARKER}\n${"x".repeat(65_536)}`],
    {},
    /has 65586 characters, but a comment on GitHub may have 65536/,
  ],
  ["no number", ["seven", `${MARKER}\n`], {}, /seven is not the number of a pull request/],
  ["no token", ["7", `${MARKER}\n`], { GITHUB_TOKEN: "" }, /set GITHUB_TOKEN in the environment/],
  ["no repository", ["7", `${MARKER}\n`], { GITHUB_REPOSITORY: "airflow" }, /set GITHUB_REPOSITORY=<owner>\/<name>/],
])(
  "%s: a usage error with exit code 2, and nothing is written",
  async (_name, [number = "", body = ""], environment, message) => {
    const before = written();
    const { status, stderr } = await github.run("comment", [number, file(body)], environment);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
    expect(written()).toEqual(before);
  },
);
