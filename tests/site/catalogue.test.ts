import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

import { main } from "../../cli/catalogue";
import { call, temporaryFolder } from "../support/command";
import { manifest } from "../support/manifests";

const out = temporaryFolder();

/** Long names, a wide DAG, hostile texts and more workflows than the search shows. */
function manifests(): Readonly<Record<string, string>> {
  const long = "a-long-name-as-people-choose";
  const tasks = Array.from({ length: 40 }, (_, index) => `    a_task_with_a_long_name_${index}: {}`).join("\n");
  const many = Array.from(
    { length: 60 },
    (_, index) => [`many/small-${index}`, manifest('schedule: "@daily"')] as const,
  );
  return {
    [`wide/${long}`]: manifest(`tasks:\n${tasks}`),
    "wide/first": manifest('outlets: ["s3://a-bucket-with-a-long-name/and/a/long/path/to/a/table"]'),
    "wide/second": manifest('schedule: {datasets: ["s3://a-bucket-with-a-long-name/and/a/long/path/to/a/table"]}'),
    "wide/hostile": manifest(`env_vars: {TEXT: ${JSON.stringify('<img src=x onerror="window.broken = true">')}}`),
    "wide/refused": manifest("retrys: 3"),
    ...Object.fromEntries(many),
  };
}

/** Chromium or Chrome. A test that skips would prove nothing. */
function browserPath(): string {
  return execFileSync("sh", ["-c", "command -v chromium || command -v google-chrome"], { encoding: "utf8" }).trim();
}

let browser: Browser;
let context: BrowserContext;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  const folder = temporaryFolder();
  Object.entries(manifests()).forEach(([id, text]) => {
    const file = join(folder, "production", id, "workflow.yml");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  });
  await call(main, ["production", "--manifests", folder, "--out", out, "--date", "2026-11-28"]);
  // Root has no sandbox.
  browser = await chromium.launch({ executablePath: browserPath(), chromiumSandbox: process.getuid?.() !== 0 });
  // The check of accessibility puts its script into the page, which the page's own policy would refuse.
  context = await browser.newContext({ bypassCSP: true });
  page = await newPage(context);
});

afterAll(async () => {
  await browser.close();
});

/** A page that notes the errors of its scripts, and what its policy refuses. */
async function newPage(of: BrowserContext): Promise<Page> {
  const opened = await of.newPage();
  opened.on("pageerror", (error) => problems.push(error.message));
  opened.on("console", (message) => problems.push(message.text()));
  return opened;
}

function address(path: string, search = ""): string {
  return pathToFileURL(join(out, path)).href + search;
}

/** One page of each kind, and those with the longest texts. */
function kinds(): string[] {
  return readdirSync(out, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith(".html") && !/small-(?!1\.)/.test(path));
}

describe("a page of the catalogue", () => {
  test.each([390, 1366])(
    "never scrolls sideways at %i pixels; wide pictures and tables scroll by themselves",
    async (width) => {
      await page.setViewportSize({ width, height: 900 });
      const wide: string[] = [];
      for (const path of kinds()) {
        await page.goto(address(path));
        const scrolled = await page.evaluate("document.documentElement.scrollWidth");
        if (Number(scrolled) > width) {
          wide.push(`${path} is ${String(scrolled)} wide`);
        }
      }
      expect(kinds().length).toBeGreaterThan(15);
      expect(wide).toEqual([]);
    },
  );

  test("meets WCAG 2.2 AA as far as axe can tell", async () => {
    const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
    const found: unknown[] = [];
    for (const path of kinds()) {
      await page.goto(address(path, "#q=small"));
      await page.evaluate(axe);
      const violations = await page.evaluate<[string, string][]>(`axe.run({
        preload: false,
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))`);
      found.push(...violations.map((violation) => [path, violation]));
    }
    expect(found).toEqual([]);
  });
});

describe("the search", () => {
  beforeEach(async () => {
    await page.goto(address("index.html"));
  });

  test("finds workflows by name, owner and dataset, as one types, and says how many", async () => {
    await page.getByLabel("Search", { exact: true }).fill("FIRST");
    expect(await page.getByRole("list", { name: "Results" }).getByRole("link").allTextContents()).toEqual([
      "wide/first",
    ]);
    expect(await page.getByRole("status").textContent()).toBe("1 workflow found.");
    await page.getByRole("searchbox").fill("and/a/long/path");
    expect(await page.getByRole("status").textContent()).toBe("2 workflows found.");
    await page.getByRole("searchbox").fill("many justice.gov.uk");
    expect(await page.getByRole("status").textContent()).toMatch(/^60 workflows found\. These are the first 50/);
    await page.getByRole("searchbox").fill("nothing-has-this-name");
    expect(await page.getByRole("status").textContent()).toBe("0 workflows found.");
  });

  test("puts the workflow of that name first", async () => {
    await page.getByRole("searchbox").fill("small-7");
    expect(await page.getByRole("list", { name: "Results" }).getByRole("link").first().textContent()).toBe(
      "many/small-7",
    );
  });

  test("stays in the address, so that a link to it works", async () => {
    await page.getByRole("searchbox").fill("second");
    await page.reload();
    expect(await page.getByRole("searchbox").inputValue()).toBe("second");
    expect(await page.getByRole("status").textContent()).toBe("1 workflow found.");
  });

  test("works with the keyboard alone: skip link, search, first result", async () => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
    const onSearch = "document.activeElement.id === 'search'";
    for (let presses = 0; presses < 10 && (await page.evaluate(onSearch)) !== true; presses++) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type("wide/first");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/workflows\/wide\/first\.html$/);
  });
});

test("a hostile text runs no script, and no page breaks its own rule on scripts", async () => {
  const own = await browser.newContext();
  const opened = await newPage(own);
  for (const path of ["index.html", "datasets.html", "attention.html"]) {
    await opened.goto(address(path, "#q=wide"));
  }
  await opened.goto(address("workflows/wide/hostile.html"));
  expect(await opened.evaluate("window.broken")).toBeUndefined();
  expect(await opened.getByText("<img src=x onerror=").count()).toBe(1);
  await own.close();
  expect(problems).toEqual([]);
});
