import { groupBy } from "../../diagnostics/group-by";
import type { Compatibility } from "../../platform/config/stack.generated";
import type { Environment } from "../../platform/environment";
import { projectOf } from "../../workflow/identity";
import { ALIASES_THERE, EVERYTHING_AS_BEFORE } from "../../workflow/present-platform/settings";
import { compileManifests } from "../../workflow/source";
import type { AdoptedWorkflow } from "./workflows";

/** Settings that only people can fill in: addresses of other hosts, and issuers of other clusters. */
type ByHand = "egress" | "trustedIssuers";

/** One setting of `workflows.compatibility`, and who needs it. */
export interface NeededSetting {
  readonly key: Exclude<keyof Compatibility, ByHand>;
  /** The workflows that have a use for it, by id, with the names that it adds for each, such as regions or variables. */
  readonly users: ReadonlyMap<string, readonly string[]>;
}

/** The settings with which the workflows keep what they may do today. */
export interface NeededSettings {
  readonly settings: readonly NeededSetting[];
  /** Projects with an alias there, each with its number of workflows. */
  readonly aliases: Readonly<Record<string, number>>;
}

const PREFIX = "compatibility.";

/** Finds the settings that workflows have a use for: those that each uses on a stack with all of them. */
export function neededSettings(workflows: readonly AdoptedWorkflow[], environment: Environment): NeededSettings {
  const { settings } = environment;
  const widest: Environment = {
    ...environment,
    settings: {
      ...settings,
      workflows: {
        ...settings.workflows,
        projectAliases: { ...ALIASES_THERE, ...settings.workflows.projectAliases },
        compatibility: EVERYTHING_AS_BEFORE,
        wholeBucketListing: false,
      },
    },
  };
  const compiled = compileManifests(
    workflows.map(({ manifest }) => manifest),
    widest,
  ).workflows;
  // A converted DAG has the texts already that Python gave to its tasks.
  const converted = new Set(workflows.filter((one) => one.converted).map(({ id }) => id));
  const uses = compiled.flatMap(({ id, settingsUsed }) =>
    settingsUsed.flatMap(({ setting, names }) => {
      const key = setting.slice(PREFIX.length) as NeededSetting["key"];
      return key === "pythonValues" && converted.has(id) ? [] : [{ key, id, names }];
    }),
  );
  const projects = workflows.map(({ id }) => projectOf(id)).filter((project) => project in ALIASES_THERE);
  return {
    settings: [...groupBy(uses, ({ key }) => key)].map(([key, own]) => ({
      key,
      users: new Map(own.map(({ id, names }) => [id, names])),
    })),
    aliases: Object.fromEntries([...groupBy(projects, (project) => project)].map(([name, all]) => [name, all.length])),
  };
}
