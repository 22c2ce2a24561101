import { formatProblem } from "../../diagnostics/problem";
import { COMPUTE_PROFILES } from "../../platform/compute-profiles";
import type { CompiledTask } from "../../workflow/compiled";
import { projectOf } from "../../workflow/identity";
import { settingsInWords } from "../../workflow/settings-in-words";
import { linksOf } from "../explain/links";
import { rights, secretInWords } from "../explain/words";
import { workflowPath } from "./addresses";
import { costInWords } from "./cost";
import { html, type Html, NOTHING } from "./html";
import { linkTo } from "./lists";
import { byText, type Dataset, type Entry, urisOf } from "./model";
import { bullets, commas, facts, link, type Page, rootOf, section, table } from "./page";
import { pictureOfTasks } from "./pictures";
import type { Site } from "./site";
import { nextRunsOf, ukDay } from "./times";

const GITHUB = "https://github.com";

/** The page of one workflow. */
export async function workflowPage(entry: Entry, site: Site): Promise<Page> {
  const { workflow, warnings } = entry;
  const { catalogue } = site;
  const path = workflowPath(workflow.id);
  const [schedule, ...settings] = settingsInWords(workflow.dag);
  return {
    path,
    title: workflow.id,
    content: html`${facts([
      ["Owner", ofGroup(site.owners, workflow.dag.owner, path)],
      ["Maintainers", commas(workflow.maintainers.map((name) => link(`${GITHUB}/${name}`, name)))],
      ["Business unit", ofGroup(site.units, workflow.tags["business-unit"] ?? "", path)],
      ["Project", ofGroup(site.projects, projectOf(workflow.id), path)],
      ["Release", releaseOf(entry)],
      ["Manifest", link(`${catalogue.repository}/blob/main/${workflow.manifest}`, workflow.manifest)],
      ["DAG", html`${workflow.dag.dag_id}`],
      ["Schedule", html`${schedule?.text ?? ""}`],
      ["Next runs", nextRunsOf(workflow.dag, catalogue.date)],
      ["Cost", costInWords(workflow, catalogue)],
    ])}
    ${section("Tasks", html`${await pictureOfTasks(entry)}${taskTable(workflow.dag.tasks)}`)}
    ${section("Datasets", datasetsOf(entry, site, path))} ${section("Role", roleOf(entry))}
    ${section("Secrets", bullets(workflow.secrets.map((secret) => html`${secretInWords(secret)}`)))}
    ${section("Settings", bullets(settings.map(({ label, text }) => html`${label}: ${text}`)))}
    ${section("Warnings", bullets(warnings.map((problem) => html`${formatProblem(problem)}`)))}
    ${section(
      "Links",
      html`<p>You need access to the AWS account of each.</p>
        ${bullets(linksOf(workflow, catalogue.regions).map(({ what, address }) => link(address, what)))}`,
    )}`,
  };
}

function releaseOf({ workflow: { release }, releaseSince }: Entry): Html {
  const { repository, tag } = release;
  const address = `${GITHUB}/${repository}`;
  const since = releaseSince === undefined ? NOTHING : html`, in the manifest since ${ukDay(releaseSince)}`;
  return html`${link(`${address}/releases/tag/${tag}`, tag)} of ${link(address, repository)}${since}`;
}

/** A link to the page of a workflow's owner, business unit or project. */
function ofGroup(groups: Site["projects"], name: string, from: string): Html {
  const group = groups.find((one) => one.name === name);
  return group === undefined ? html`${name}` : link(`${rootOf(from)}${group.path}`, name);
}

function taskTable(tasks: Readonly<Record<string, CompiledTask>>): Html {
  return table(
    "Tasks",
    ["Task", "Compute profile", "After"],
    Object.entries(tasks).map(([name, task]) => [
      html`${name}`,
      html`${profileInWords(task.compute_profile)}`,
      html`${task.dependencies.length === 0 ? "–" : task.dependencies.join(", ")}`,
    ]),
  );
}

function profileInWords(name: string): string {
  const profile = COMPUTE_PROFILES.find((one) => one.name === name);
  if (profile === undefined) {
    return name;
  }
  const { cpu, memoryGiB, gpus } = profile;
  return `${name}: ${cpu} CPU, ${memoryGiB} GiB${gpus === 0 ? "" : `, ${gpus} GPU`}`;
}

function datasetsOf(entry: Entry, site: Site, path: string): Html {
  const { updates, waitsFor, reads } = entry;
  const linked = (uris: readonly string[]): Html =>
    bullets(uris.map((uri) => link(`${rootOf(path)}${site.datasetPaths.get(uri) ?? ""}`, uri)));
  const others = (uris: readonly string[], usersOf: (dataset: Dataset) => readonly Entry[]): Html => {
    const users = uris.flatMap((uri) => site.datasets.get(uri) ?? []).flatMap(usersOf);
    const ids = users.filter((one) => one !== entry).map(({ workflow }) => workflow.id);
    return bullets([...new Set(ids)].sort(byText).map((id) => linkTo(id, path)));
  };
  return urisOf(entry).length === 0
    ? NOTHING
    : facts([
        ["Started by", linked(waitsFor)],
        ["Reads", linked(reads)],
        ["Updates", linked(updates)],
        ["Workflows before it", others([...waitsFor, ...reads], ({ updatedBy }) => updatedBy)],
        ["Workflows after it", others(updates, ({ starts, readBy }) => [...starts, ...readBy])],
      ]);
}

function roleOf({ workflow }: Entry): Html {
  const { role, serviceAccount } = workflow;
  return role === null
    ? html`<p>${serviceAccount.roleArn}. The platform does not create it: its own account decides its permissions.</p>`
    : html`<p>${role.name}</p>
        ${bullets(rights(workflow).map((sentence) => html`${sentence}`))}`;
}
