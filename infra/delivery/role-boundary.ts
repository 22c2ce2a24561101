import { boundaryDenials } from "../../platform/delivery/boundary-denials";
import type { OtherEnvironment } from "../../platform/delivery/other-environments";
import type { Scope } from "../../platform/delivery/scope";
import type { PolicyDocument } from "../../platform/iam/policy-document";
import { computeAccountAllowances } from "./compute-account-boundary";
import { dataAccountAllowances } from "./data-account-boundary";

/**
 * The permissions boundary of an environment's roles and users in an account: the most that they may do, whatever their own
 * policies say. A boundary grants nothing by itself.
 *
 * @param others all other environments, whose data and secrets it denies
 */
export function boundaryDocument(scope: Scope, others: readonly OtherEnvironment[]): PolicyDocument {
  const allowances = scope.account === "compute" ? computeAccountAllowances(scope) : dataAccountAllowances(scope);
  return { Version: "2012-10-17", Statement: [...allowances, ...boundaryDenials(scope, others)] };
}
