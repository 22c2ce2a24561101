import type { Finding } from "../../../diagnostics/problem";
import { egressProblem } from "../../network/egress";
import type { StackConfig } from "../stack.generated";
import { broken } from "./finding";
import { blockProblem } from "./network";

/** Workflows may not get access to instance metadata or the cluster's own services. */
export function egressFindings({ inCluster }: StackConfig): Finding[] {
  return inCluster.egress.flatMap((rule, index) => {
    const path = ["inCluster", "egress", index, "cidrBlock"];
    const malformed = blockProblem(rule.cidrBlock);
    if (malformed !== undefined) {
      return [broken("malformed-block", path, malformed)];
    }
    const problem = egressProblem(rule);
    return problem === undefined ? [] : [broken("egress-to-reserved", path, problem)];
  });
}
