import { type Json, textOf } from "../offline/registration";
import type { ResourceChange, Sentence } from "./model";

/** Losses of a workflow if these resources are deleted. They are in bold, because no later commit restores them. */
export function lossesOf(changes: readonly ResourceChange[]): Sentence[] {
  return changes.filter(({ action }) => action === "delete" || action === "replace").flatMap(lossOf);
}

function lossOf({ type, inputs, action, protect }: ResourceChange): Sentence[] {
  const name = textOf(inputs["name"]);
  const becomes = action === "delete" ? "is deleted" : "is replaced by an empty one";
  const refused = protect ? "; it is protected, so `pulumi up` refuses" : "";
  switch (type) {
    case "aws:secretsmanager/secret:Secret":
      return [
        `**The secret \`${name}\` ${becomes}, and with it the value that its maintainers set**${recovery(inputs["recoveryWindowInDays"])}${refused}`,
      ];
    case "aws:iam/role:Role":
      return [
        `**The role \`${name}\` ${action === "delete" ? "is deleted" : "is replaced"}**; what other accounts grant to it by name no longer reaches this workflow${refused}`,
      ];
    case "aws:s3/bucketObjectv2:BucketObjectv2":
      return [
        `**\`${textOf(inputs["key"])}\` leaves Airflow**; this DAG starts no more runs, and its earlier ones are no longer listed`,
      ];
    default:
      return [];
  }
}

function recovery(days: Json | undefined): string {
  return typeof days === "number" && days > 0 ? `; AWS can restore it for ${days} days` : "; at once";
}
