import { DEFAULTS } from "../defaults";
import { nearest } from "../../diagnostics/nearest";
import type { Finding } from "../../diagnostics/problem";
import { error, type Rule, warning } from "./rule";

/** A delay without a retry does nothing, which is rarely what was meant. */
export const retryDelayHasRetries: Rule = ({ dag: { retries = DEFAULTS.retries, retry_delay: retryDelay } }) =>
  retryDelay !== undefined && retries === 0
    ? [
        {
          ...warning(
            "retry-delay-without-retries",
            ["dag", "retry_delay"],
            "dag.retry_delay has no effect while dag.retries is 0; set dag.retries or remove it",
          ),
          atKey: true,
        },
      ]
    : [];

/** The DAG in Python is recognised, and refused for now. */
export const pythonDagIsRefused: Rule = ({ dag: { python_dag: pythonDag } }) =>
  pythonDag === true
    ? [
        error(
          "python-dag",
          ["dag", "python_dag"],
          "a DAG of your own in Python (python_dag: true) is not offered yet; describe the steps under dag.tasks, and remove python_dag",
        ),
      ]
    : [];

/** Where there are tasks, datasets belong to them. */
export const datasetsBelongToTasks: Rule = ({ dag }) =>
  dag.tasks === undefined
    ? []
    : (["inlets", "outlets"] as const)
        .filter((key) => dag[key] !== undefined)
        .map((key): Finding => ({
          ...error(
            "datasets-beside-tasks",
            ["dag", key],
            `dag.${key} is for workflows without dag.tasks; write it under the task that it belongs to`,
          ),
          atKey: true,
        }));

/** A tag that may name another image tomorrow is not a release, and the cluster's admission policy refuses its pods. */
export const tagIsARelease: Rule = ({ dag: { tag } }) =>
  tag === "latest"
    ? [
        error(
          "tag-latest",
          ["dag", "tag"],
          "dag.tag cannot be latest, which may be another image tomorrow: the cluster refuses it; write the tag of a release, for example v2.0.0",
        ),
      ]
    : [];

/** The repository belongs to an organisation that the environment trusts. */
export const repositoryIsTrusted: Rule = ({ dag: { repository } }, { environment }) => {
  const organisation = repository.split("/")[0] ?? "";
  const { organisations } = environment.settings.workflows;
  return organisations.includes(organisation)
    ? []
    : [
        error(
          "unknown-organisation",
          ["dag", "repository"],
          `repositories of ${organisation} cannot be run; write ${nearest(organisation, organisations) ?? organisations.join(" or ")}/<name>`,
        ),
      ];
};

/** Parameters keep their types, so numbers must be ones that both sides hold exactly, and lose how they were written. */
export const parametersAreExact: Rule = ({ dag: { params = {} } }, { sourceOf }) =>
  Object.entries(params).flatMap(([param, value]) => {
    const path = ["dag", "params", param];
    if (typeof value !== "number") {
      return [];
    }
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      const message = `the parameter ${param} is a number that cannot be kept exactly; put it in quotes`;
      return [error("inexact-number", path, message)];
    }
    const written = sourceOf(path) ?? String(value);
    return written === JSON.stringify(value)
      ? []
      : [
          warning(
            "rewritten-number",
            path,
            `the parameter ${param} arrives as the number ${JSON.stringify(value)}; put it in quotes to keep ${written}`,
          ),
        ];
  });

/** Networking for HMCTS SDP needs the way there. */
export const networkingHasAWay: Rule = ({ dag }, { environment }) => {
  if (environment.hasTransitGateway) {
    return [];
  }
  const uses: (string | number)[][] = [
    ...(dag.hmcts_sdp_networking === true ? [["dag"]] : []),
    ...Object.entries(dag.tasks ?? {})
      .filter(([, task]) => task.hmcts_sdp_networking === true)
      .map(([task]) => ["dag", "tasks", task]),
  ];
  return uses.map((path) =>
    error(
      "no-transit-gateway",
      [...path, "hmcts_sdp_networking"],
      `${environment.name} has no Transit Gateway, so HMCTS SDP cannot be reached from it; remove hmcts_sdp_networking`,
    ),
  );
};
