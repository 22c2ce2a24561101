import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { main } from "../../../cli/catalogue";
import { call, temporaryFolder } from "../../support/command";
import { manifest } from "../../support/manifests";

const DAY = ["--date", "2026-11-28"];

/** A folder of manifests by `<project>/<workflow>` of production. */
function manifests(texts: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  Object.entries(texts).forEach(([id, text]) => {
    mkdirSync(join(folder, "production", id), { recursive: true });
    writeFileSync(join(folder, "production", id, "workflow.yml"), text);
  });
  return folder;
}

async function siteOf(
  texts: Readonly<Record<string, string>>,
): Promise<{ read: (page: string) => string; status: unknown }> {
  const out = temporaryFolder();
  const { status } = await call(main, ["production", ...DAY, "--manifests", manifests(texts), "--out", out]);
  return { read: (page) => readFileSync(join(out, page), "utf8"), status };
}

function pagesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith(".html"))
    .sort();
}

/** The text of a page without its marks. */
function textOf(page: string): string {
  return page
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll("&#39;", "'");
}

describe("npm run catalogue", () => {
  const out = temporaryFolder();
  const again = temporaryFolder();

  beforeAll(async () => {
    writeFileSync(join(out, "mine.txt"), "");
    for (const folder of [out, out, again]) {
      const { stderr, status } = await call(main, ["production", ...DAY, "--out", folder]);
      expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    }
  });

  test("writes the same bytes again, and leaves other files of the folder alone", () => {
    const files = readdirSync(again, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(10);
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name);
      expect(readFileSync(path.replace(again, out), "utf8")).toBe(readFileSync(path, "utf8"));
    }
    expect(readdirSync(out).sort()).toEqual([...readdirSync(again), "mine.txt"].sort());
  });

  test("has a target for every link and script within the site, and no identifier twice on a page", () => {
    const pages = pagesOf(out);
    for (const page of pages) {
      const text = readFileSync(join(out, page), "utf8");
      const targets = [...text.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, target = ""]) => target);
      const missing = targets
        .filter((target) => !/^https:|^#/.test(target))
        .filter((target) => !existsSync(join(out, dirname(page), target)));
      const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect({ page, missing, ids: ids.length }).toEqual({ page, missing: [], ids: new Set(ids).size });
    }
  });

  test("tells who owns a workflow, what runs when, what it may do, and where to look", () => {
    const page = readFileSync(join(out, "workflows/examples/pipeline.html"), "utf8");
    const text = textOf(page);
    for (const words of [
      "Owner analytical-platform@justice.gov.uk",
      "Maintainers jacobwoffenden",
      "Business unit Central Digital",
      "Project examples",
      "of moj-analytical-services/",
      "manifests/production/examples/pipeline/workflow.yml",
      "At 04:30, Monday through Friday (UTC)",
      "Monday 30 November 2026, 04:30 GMT",
      "Friday 11 December 2026, 04:30 GMT",
      "Cost Estimated: 37.66 USD a month, for 21.8 runs of 1.73 USD. Secrets: 1.60 USD a month. If each task runs an hour",
      "general-on-demand-16vcpu-64gb: 16 CPU, 64 GiB extract",
      "may read and list s3://mojap-compute-production-dummy/input/*",
      "/airflow/production/examples/pipeline/password, in the container as SECRET_PASSWORD",
    ]) {
      expect(text).toContain(words);
    }
    expect(page).toContain('role="img" aria-label="The tasks of examples/pipeline');
    expect(page).toContain("https://eu-west-2.console.aws.amazon.com/mwaa/home");
  });

  test("finds each workflow under its project, business unit and owner, and in the data of the search", () => {
    for (const page of ["projects/examples.html", "business-units/central-digital.html", "search-data.js"]) {
      expect(readFileSync(join(out, page), "utf8")).toContain("examples/pipeline");
    }
    expect(readFileSync(join(out, "owners.html"), "utf8")).toContain(
      "analytical-platform@justice.gov.uk</a>: 4 workflows",
    );
  });
});

describe("the catalogue of a folder of manifests", () => {
  test("joins the workflows that datasets connect, up- and downstream", async () => {
    const { read } = await siteOf({
      "one/first": manifest('outlets: ["s3://bucket/table"]'),
      "one/second": manifest('schedule: {datasets: ["s3://bucket/table"]}\ninlets: ["s3://bucket/other"]'),
    });
    expect(textOf(read("workflows/one/first.html"))).toContain(
      "Updates s3://bucket/table Workflows after it one/second",
    );
    expect(textOf(read("workflows/one/second.html"))).toContain(
      "Started by s3://bucket/table Reads s3://bucket/other Workflows before it one/first",
    );
    expect(textOf(read("datasets/s3-bucket-table.html"))).toContain("Updated by one/first Starts one/second");
    expect(read("datasets.html")).toContain("The datasets around one/first, with 2 workflows");
  });

  test("lists a refused manifest with its errors, keeps the others, and exits with 1", async () => {
    const { read, status } = await siteOf({
      "one/good": manifest(),
      "one/bad": manifest("retrys: 3").replace("maintainers: [octocat]", "maintainers: []"),
    });
    expect(status).toBe(1);
    const attention = textOf(read("attention.html"));
    expect(attention).toContain("unknown key retrys");
    expect(attention).toMatch(/Without an owner .*one\/bad\/workflow.yml.*maintainers/);
    expect(read("index.html")).toContain("1 manifest with errors");
    expect(read("workflows/one/good.html")).toContain("one/good");
  });

  test("says when a cost has no fixed runs or no known price", async () => {
    const { read } = await siteOf({
      "one/by-hand": manifest("compute_profile: general-spot-2vcpu-8gb", "secrets: [one]\n"),
      "one/gpu": manifest('schedule: "@daily"\ncompute_profile: gpu-spot-8vcpu-32gb'),
    });
    expect(textOf(read("workflows/one/by-hand.html"))).toContain(
      "Estimated: 0.20 USD a run, and no fixed number of runs. Secrets: 0.80 USD a month.",
    );
    expect(textOf(read("workflows/one/gpu.html"))).toContain(
      "Estimated: no known price, for 30.4 runs a month. Without tasks on gpu-spot-8vcpu-32gb: no price known.",
    );
  });

  test("shows hostile texts as text", async () => {
    const hostile = `</script><img src=x onerror="alert(1)">&quot;'`;
    const { read, status } = await siteOf({
      "one/hostile": manifest(
        `env_vars: {TEXT: ${JSON.stringify(hostile)}, TURNED: "a\\u202Eb"}\noutlets: ["s3://bucket/<script>alert(1)</script>"]`,
      ),
    });
    expect(status).toBe(0);
    for (const page of [
      "workflows/one/hostile.html",
      "datasets.html",
      "datasets/s3-bucket-script-alert-1-script.html",
    ]) {
      expect(read(page)).not.toMatch(/<img|<script>alert|onerror="/);
      expect(read(page)).toMatch(/&lt;script&gt;alert|&lt;img/);
    }
    expect(read("workflows/one/hostile.html")).toContain("a\\u{202e}b");
  });

  test("names workflows with one maintainer, with more tasks than the nodes hold, and with other warnings", async () => {
    const tasks = Array.from({ length: 50 }, (_, index) => `    t${index}: {}`).join("\n");
    const { read } = await siteOf({
      "one/wide": manifest(`compute_profile: general-spot-128vcpu-512gb\ntasks:\n${tasks}`),
      "one/idle": manifest("retries: 0\nretry_delay: 60"),
    });
    const text = textOf(read("attention.html"));
    expect(text).toMatch(/With one maintainer .* one\/idle : octocat one\/wide : octocat/);
    expect(text).toMatch(/Too large .* one\/wide : 50 tasks of general-spot-128vcpu-512gb can run at once/);
    expect(text).toMatch(/With other warnings .* one\/idle : line \d+, column \d+: dag.retry_delay has no effect/);
  });

  test("a picture with too many boxes is left out, and the table remains", async () => {
    const tasks = Array.from({ length: 151 }, (_, index) => `    t${index}: {}`).join("\n");
    const { read } = await siteOf({ "one/wide": manifest(`tasks:\n${tasks}`) });
    expect(read("workflows/one/wide.html")).toContain("There is no picture: 151 boxes");
    expect(read("workflows/one/wide.html")).toContain('<th scope="row">t150</th>');
  });
});

test("a call with a wrong stack or folder writes nothing", async () => {
  const out = join(temporaryFolder(), "new");
  for (const words of [["prodction"], ["production", "--manifests", "no-folder"]]) {
    const { stderr, status } = await call(main, [...words, "--out", out]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/did you mean production\?|no-folder is not a folder/);
  }
  expect(existsSync(out)).toBe(false);
});
