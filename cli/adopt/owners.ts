import { groupBy } from "../../diagnostics/group-by";
import { serviceAccountSubject } from "../../platform/names/kubernetes";
import { podsStatement } from "../../workflow/iam/trust";
import type { AdoptedWorkflow } from "./workflows";

/** Issuers of the clusters whose pods use a role, without `https://`. */
export interface Issuers {
  /** This platform's; undefined before the cluster exists. */
  readonly here: string | undefined;
  /** The present platform's. */
  readonly there: readonly string[];
}

const UNKNOWN_HERE = "<issuer of the new cluster>";
const UNKNOWN_THERE = "<issuer of the present cluster>";

/** A letter for each account that owns roles of workflows, with the trust policies that let both clusters in. */
export function renderOwners(environment: string, workflows: readonly AdoptedWorkflow[], issuers: Issuers): string {
  const uses = workflows.flatMap(({ id, accepted }) => {
    const role = accepted?.valid.manifest.iam?.external_role;
    return role === undefined || accepted === undefined ? [] : [{ id, role, compiled: accepted.compiled }];
  });
  const here = issuers.here ?? UNKNOWN_HERE;
  const all = [here, ...(issuers.there.length === 0 ? [UNKNOWN_THERE] : issuers.there)];
  const letters = [...groupBy(uses, ({ role }) => role.split(":")[4] ?? "")].map(([account, own]) => {
    const roles = [...groupBy(own, ({ role }) => role)].map(([role, users]) => {
      const [first = "", ...more] = users.map(({ compiled }) => serviceAccountSubject(compiled.serviceAccount));
      const policy = {
        Version: "2012-10-17",
        Statement: all.map((issuer) => podsStatement(account, issuer, more.length === 0 ? first : [first, ...more])),
      };
      const names = users.map(({ id }) => id).join(", ");
      const people = [...new Set(users.flatMap(({ compiled }) => compiled.maintainers))].join(", ");
      return [
        `### ${role}`,
        `Used by ${names}. Maintainers: ${people}.`,
        ["```json", JSON.stringify(policy, null, 2), "```"].join("\n"),
      ].join("\n\n");
    });
    return [`## Account ${account}`, letterText(environment, here), ...roles].join("\n\n");
  });
  const title = `# Owners of roles that workflows of ${environment} use`;
  return `${[title, letters.length === 0 ? "No workflow uses a role of another account." : INTRODUCTION, ...letters].join("\n\n")}\n`;
}

const INTRODUCTION =
  "Send each account's owner the part about it. The maintainers know the owners. Ask for the answer before the day of the move.";

function letterText(environment: string, issuer: string): string {
  return `Workflows of ${environment} that use roles of your account move to a new cluster. Please do two things, which change nothing for the present cluster:

1. Create an OpenID Connect provider in IAM: URL \`https://${issuer}\`, audience \`sts.amazonaws.com\`.
2. Give each role below the trust policy below it. It lets the present and the new cluster in. Keep statements of your own.

We tell you when the present cluster is gone. Then remove its statement and its provider.`;
}
