import type { Finding } from "../../../diagnostics/problem";
import { isResultsBucket } from "../../names/results-buckets";
import { egressProblem } from "../../network/egress";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";
import { blockProblem } from "./network";

const SETTING = ["workflows", "compatibility"];

/** Checks that `compatibility` opens neither the query results of other workflows nor the addresses of the node itself. */
export function compatibilityFindings({ workflows: { athena, compatibility } }: StackConfig): Finding[] {
  const buckets = compatibility.athenaBuckets.flatMap(({ buckets: names }, entry) =>
    names.flatMap((bucket, index) =>
      isResultsBucket(bucket, athena.resultsBuckets)
        ? [
            broken(
              "results-of-every-workflow",
              [...SETTING, "athenaBuckets", entry, "buckets", index],
              `${bucket} holds the query results of every workflow: remove it; iam.athena gives each workflow its own results`,
            ),
          ]
        : [],
    ),
  );
  const egress = compatibility.egress.flatMap(({ cidrBlocks }, entry) =>
    cidrBlocks.flatMap((cidrBlock, index) => {
      const at = [...SETTING, "egress", entry, "cidrBlocks", index];
      const malformed = blockProblem(cidrBlock);
      if (malformed !== undefined) {
        return [broken("malformed-block", at, malformed)];
      }
      const problem = egressProblem({ cidrBlock });
      return problem === undefined ? [] : [broken("egress-to-reserved", at, problem)];
    }),
  );
  return [...buckets, ...egress];
}
