import type { StackConfig } from "../config/stack.generated";
import type { OtherEnvironment } from "./other-environments";

/** One sentence for each name that another environment lists as its own data and this one lists or uses too. */
export function claimedTwice(own: OtherEnvironment, others: readonly OtherEnvironment[]): string[] {
  return others.flatMap((other) =>
    (["buckets", "databases", "keyArns"] as const).flatMap((key) =>
      other.config.workflows.ownData[key].flatMap((pattern) =>
        namesOf(own.config, key)
          .filter((name) => mayOverlap(name, pattern))
          .map(
            (name) =>
              `Pulumi.${other.environment}.yaml: workflows.ownData.${key} lists ${pattern}, and Pulumi.${own.environment}.yaml names ${name}: ` +
              `roles of ${own.environment} could not reach it. Remove it from one of the two`,
          ),
      ),
    ),
  );
}

/** Names that a stack file lists as its own, or that its workflows need. */
function namesOf({ workflows }: StackConfig, key: "buckets" | "databases" | "keyArns"): readonly string[] {
  return [...workflows.ownData[key], ...(key === "buckets" ? workflows.athena.resultsBuckets : [])];
}

/** Whether some name may match both patterns. Compares them up to their first wildcard, so it may say yes once too often. */
function mayOverlap(left: string, right: string): boolean {
  const stem = (pattern: string): string => pattern.split("*", 1).join("");
  const covers = (pattern: string, name: string): boolean =>
    pattern === name || (pattern.includes("*") && stem(name).startsWith(stem(pattern)));
  return covers(left, right) || covers(right, left);
}
