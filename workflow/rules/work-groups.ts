import { matchesPattern } from "../../platform/iam/patterns";
import { workGroupsOf } from "../iam/work-groups";
import { environmentMaps } from "./environment-variables";
import { error, type Rule, warning } from "./rule";

/**
 * Matches variables from which tools read Athena's work group: `WR_WORKGROUP`, `ATHENA_WORK_GROUP`,
 * `DBT_PROFILE_WORKGROUP`.
 */
const WORK_GROUP = /(^|_)WORK_?GROUP(_?NAME)?$/i;

/** The workflow's role may use each work group in `env_vars`. Otherwise Athena would refuse the first query. */
export const workGroupsAreOffered: Rule = (manifest, { role }) => {
  const { iam } = role;
  if (iam.external_role !== undefined) {
    return [];
  }
  const { shared, own } = workGroupsOf(role);
  const offered = [...shared, ...own];
  return environmentMaps(manifest).flatMap(({ path, variables }) =>
    Object.entries(variables).flatMap(([variable, value]) => {
      // The value of a template is unknown until a task runs.
      if (!WORK_GROUP.test(variable) || typeof value !== "string" || value === "" || /\{[{%]/.test(value)) {
        return [];
      }
      const at = [...path, variable];
      if (iam.athena === undefined) {
        return [
          warning(
            "work-group-without-athena",
            at,
            `${variable} names the Athena work group ${value}, but the workflow's role may not use Athena; add \`athena: read\` under \`iam\``,
          ),
        ];
      }
      return offered.some((group) => matchesPattern(group, value))
        ? []
        : [
            error(
              "work-group",
              at,
              `the workflow's role may not use the Athena work group "${value}"; write ${inWords(offered)}, ` +
                `or ask the platform team to list ${role.projectFolder}/${role.workflow} and ${value} under workflows.compatibility.workGroups`,
            ),
          ];
    }),
  );
};

/** `a, b or c`. */
function inWords(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1) ?? ""}`;
}
