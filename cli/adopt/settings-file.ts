import { Document, type Pair, type Scalar } from "yaml";

import { groupBy } from "../../diagnostics/group-by";
import type { Compatibility } from "../../platform/config/stack.generated";
import { stackFileName } from "../../platform/names/stack-file";
import { sortedUnique } from "../../platform/iam/patterns";
import { projectOf } from "../../workflow/identity";
import { ALIASES_THERE } from "../../workflow/present-platform/settings";
import type { NeededSetting, NeededSettings } from "./settings";

/** The key of each setting that adds names to a grant. The others only list workflows. */
const NAMES_KEY = {
  athenaBuckets: "buckets",
  bedrockRegions: "regions",
  glueDatabases: "patterns",
  glueJobs: "patterns",
  queryResults: "patterns",
  workGroups: "patterns",
} as const;

/** The settings that the stack's file has already. */
export interface CurrentSettings {
  readonly projectAliases: Readonly<Record<string, string>>;
  readonly compatibility: Compatibility;
}

/**
 * The two blocks of the stack's file in YAML, with the number of workflows that need each setting. `ids` are all workflows that move.
 * Aliases, connections and issuers that the stack has stay.
 */
export function renderSettings(
  environment: string,
  { settings, aliases }: NeededSettings,
  { projectAliases, compatibility: { egress, trustedIssuers } }: CurrentSettings,
  ids: readonly string[],
): string {
  const added = Object.keys(aliases).filter((project) => !(project in projectAliases));
  const document = new Document({
    "analytical-platform-airflow:workflows": {
      projectAliases: { ...projectAliases, ...Object.fromEntries(added.map((name) => [name, ALIASES_THERE[name]])) },
      compatibility: {
        ...Object.fromEntries(settings.map((setting) => [setting.key, valueOf(setting, ids)])),
        ...(egress.length === 0 ? {} : { egress }),
        ...(trustedIssuers.length === 0 ? {} : { trustedIssuers }),
      },
    },
  });
  const block = (key: string) =>
    document.getIn(["analytical-platform-airflow:workflows", key]) as { items: Pair<Scalar>[] };
  comment(block("projectAliases"), aliases);
  comment(block("compatibility"), Object.fromEntries(settings.map(({ key, users }) => [key, users.size])));
  document.commentBefore = HEADER.replaceAll("<file>", stackFileName(environment));
  return document.toString({ lineWidth: 120 });
}

/** Writes the number of workflows above each key that has one. */
function comment({ items }: { items: Pair<Scalar>[] }, counts: Readonly<Record<string, number>>): void {
  items.forEach(({ key }) => {
    const count = counts[String(key.value)];
    if (count !== undefined) {
      key.commentBefore = ` ${count} ${count === 1 ? "workflow" : "workflows"}`;
    }
  });
}

function valueOf({ key, users }: NeededSetting, ids: readonly string[]): unknown {
  const workflows = patternsOf([...users.keys()], ids);
  const names = sortedUnique([...users.values()].flat());
  return key in NAMES_KEY ? [{ workflows, [NAMES_KEY[key as keyof typeof NAMES_KEY]]: names }] : workflows;
}

/**
 * Patterns that list these workflows: `project/*` for a project of which all workflows need it, and it has several. The stack's
 * file reaches the program as one environment variable, for which Linux has 128 KiB, so it cannot list each workflow each time:
 * https://man7.org/linux/man-pages/man2/execve.2.html.
 */
function patternsOf(users: readonly string[], ids: readonly string[]): string[] {
  const sizes = new Map([...groupBy(ids, projectOf)].map(([project, all]) => [project, all.length]));
  return [...groupBy(users, projectOf)].flatMap(([project, own]) =>
    own.length > 1 && own.length === sizes.get(project) ? [`${project}/*`] : own,
  );
}

const HEADER = ` Settings with which the workflows keep what they may do today: put both blocks in place of those in <file>.
 The number is that of the workflows that need the setting. No other workflow gets it, except new ones of a project
 that is listed as project/*.
 People fill in compatibility.egress (report.md: egress), trustedIssuers and namedPolicies (report.md: named-policy).`;
