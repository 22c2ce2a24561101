import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { ROOT } from "../../platform/root";
import { type Job, WORKFLOWS } from "./read-workflows";

const HOSTED = "ubuntu-24.04";
/** Runners of jobs that run code of a branch, by its author alone. */
const UNTRUSTED = selfHosted("PLAN_RUNNER", "matrix.stack");
/** Runners of jobs that run code of `main`, with the right to deploy or to start a deployment. */
const TRUSTED = [selfHosted("DEPLOY_RUNNER", "inputs.stack"), selfHosted("DEPLOY_RUNNER", "matrix.stack")];

const JOBS = WORKFLOWS.flatMap(([file, workflow]) =>
  Object.entries(workflow.jobs)
    .filter(([, { uses }]) => uses === undefined)
    .map(([name, job]) => ({ file, name, workflow, job })),
);
const OF_PULL_REQUESTS = JOBS.filter(({ workflow }) => "pull_request" in workflow.on);
const GUIDE = readFileSync(resolve(ROOT, "docs/how-to/let-github-deploy.md"), "utf8");

test.each(JOBS)("$file, $name runs on GitHub's runners, or on those of its purpose alone", ({ job }) => {
  expect([HOSTED, UNTRUSTED, ...TRUSTED]).toContain(job["runs-on"]);
});

test.each(OF_PULL_REQUESTS)("$file, $name runs a pull request's code on no runner that deploys", ({ job }) => {
  expect([HOSTED, UNTRUSTED]).toContain(job["runs-on"]);
});

test("a job that is not a pull request's runs on no runner that has run a pull request's code", () => {
  const shared = JOBS.filter((job) => !OF_PULL_REQUESTS.includes(job) && job.job["runs-on"] === UNTRUSTED);
  expect(shared).toEqual([]);
});

test("deployments and the daily comparison have the trusted runners", () => {
  const trusted = JOBS.filter(({ job }) => TRUSTED.includes(String(job["runs-on"])));
  expect(trusted.map(({ file }) => file)).toEqual(["deploy-stack.yml", "drift.yml"]);
});

test("a fork's code reaches no runner but GitHub's", () => {
  const ours = "github.event.pull_request.head.repo.full_name == github.repository && ";
  const selfHosted = OF_PULL_REQUESTS.filter(({ job }) => job["runs-on"] !== HOSTED);
  expect(selfHosted).not.toHaveLength(0);
  expect(selfHosted.filter(({ job }) => !(job.if ?? "").startsWith(ours))).toEqual([]);
});

// These run with the repository's rights on what a fork's author wrote.
test.each(WORKFLOWS)("%s is started neither by pull_request_target nor by workflow_run", (_file, { on }) => {
  expect(Object.keys(on).filter((event) => ["pull_request_target", "workflow_run"].includes(event))).toEqual([]);
});

// "Environment-level variables are only available on the runner after the job starts executing"
// (https://docs.github.com/en/actions/reference/workflows-and-actions/variables#configuration-variable-precedence).
test("nothing that is decided before a job starts reads a variable that the guide sets in a GitHub environment", () => {
  const ofEnvironments = [...GUIDE.matchAll(/gh variable set ([A-Z_]+) --env/g)].map(([, name]) => name ?? "");
  expect(ofEnvironments).toEqual(["AWS_ROLE_ARN", "AWS_REGION", "PULUMI_BACKEND_URL"]);
  const early = JOBS.map(({ file, job }) => `${file}: ${JSON.stringify(beforeItStarts(job))}`);
  expect(early.filter((text) => ofEnvironments.some((name) => text.includes(`vars.${name}`)))).toEqual([]);
});

test("the guide sets each variable that chooses a runner for the whole repository", () => {
  const read = JSON.stringify(JOBS.map(({ job }) => beforeItStarts(job))).matchAll(/vars\.([A-Z_]+)/g);
  const names = [...new Set([...read].map(([, name]) => name ?? ""))].sort();
  expect(names).toEqual(["DEPLOY_RUNNER", "PLAN_RUNNER"]);
  expect(names.filter((name) => !new RegExp(`gh variable set ${name} --body`).test(GUIDE))).toEqual([]);
});

describe("the guide asks a person for what no workflow can say", () => {
  test.each([
    ["approval for every outside contributor", "approval_policy=all_external_contributors"],
    ["runners of one job each", "--ephemeral"],
    ["a group that takes the deploying workflows of main alone", "restricted_to_workflows=true"],
  ])("%s", (_what, text) => {
    expect(GUIDE).toContain(text);
  });

  test("the group names the workflow files that have the trusted runners, on main", () => {
    const named = [
      ...GUIDE.matchAll(/selected_workflows\[\]=<repository>\/\.github\/workflows\/([a-z-]+\.yml)@refs\/heads\/main'/g),
    ];
    const files = JOBS.filter(({ job }) => TRUSTED.includes(String(job["runs-on"]))).map(({ file }) => file);
    expect(named.map(([, file]) => file)).toEqual(files);
  });
});

function selfHosted(variable: string, stack: string): string {
  return `\${{ vars.${variable} && format('{0}-{1}', vars.${variable}, ${stack}) || '${HOSTED}' }}`;
}

/** The part of a job from which GitHub chooses its runner: everything except its steps and their variables. */
function beforeItStarts({ "runs-on": runsOn, environment, if: condition }: Job): unknown {
  return { runsOn, environment, condition };
}
