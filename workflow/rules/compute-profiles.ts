import { currentSpelling } from "../../platform/compute-profiles";
import type { Finding } from "../../diagnostics/problem";
import { type Rule, warning } from "./rule";

/** Warns of `cpu-…`, the old spelling of `general-…`. */
export const profilesAreSpeltTheCurrentWay: Rule = ({ dag }) => {
  const uses: [(string | number)[], string | undefined][] = [
    [["dag", "compute_profile"], dag.compute_profile],
    ...Object.entries(dag.tasks ?? {}).map(([task, { compute_profile: profile }]): [string[], string | undefined] => [
      ["dag", "tasks", task, "compute_profile"],
      profile,
    ]),
  ];
  return uses.flatMap(([path, profile]): Finding[] =>
    profile === undefined || currentSpelling(profile) === profile
      ? []
      : [warning("old-profile-spelling", path, `${profile} is the old spelling; write ${currentSpelling(profile)}`)],
  );
};
