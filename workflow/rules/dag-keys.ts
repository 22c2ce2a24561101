import { DEFAULTS } from "../defaults";
import { nearest } from "../../diagnostics/nearest";
import type { Finding } from "../../diagnostics/problem";
import type { ManifestDag } from "../normalise";
import { usesPythonValues } from "../role-input";
import { error, type Rule, warning } from "./rule";

/** A delay between retries needs retries. */
export const retryDelayHasRetries: Rule = ({ dag }) => {
  const { retries = DEFAULTS.retries, retry_delay: retryDelay, tasks = {} } = dag;
  const unused = Object.entries(tasks)
    .filter(([, task]) => task.retry_delay !== undefined && (task.retries ?? retries) === 0)
    .map(([name]) => ["dag", "tasks", name]);
  const isUsed = Math.max(retries, ...Object.values(tasks).map((task) => task.retries ?? 0)) > 0;
  return [...(retryDelay !== undefined && !isUsed ? [["dag"]] : []), ...unused].map((path) => {
    const key = path.join(".");
    return {
      ...warning(
        "retry-delay-without-retries",
        [...path, "retry_delay"],
        `${key}.retry_delay has no effect while ${key}.retries is 0; set ${key}.retries or remove it`,
      ),
      atKey: true,
    };
  });
};

/** The schema accepts `python_dag`, so that manifests of the present platform get this message. */
export const pythonDagIsRefused: Rule = ({ dag: { python_dag: pythonDag } }) =>
  pythonDag === true
    ? [
        error(
          "python-dag",
          ["dag", "python_dag"],
          "the platform runs no DAGs of your own in Python; npm run convert -- <path>/dag.py writes the manifest that replaces it",
        ),
      ]
    : [];

/** In a manifest with tasks, each dataset belongs to a task. */
export const datasetsBelongToTasks: Rule = ({ dag }) =>
  dag.tasks === undefined
    ? []
    : (["inlets", "outlets"] as const)
        .filter((key) => dag[key] !== undefined)
        .map((key): Finding => ({
          ...error(
            "datasets-beside-tasks",
            ["dag", key],
            `dag.${key} is only for workflows without dag.tasks; move it to the task that it belongs to`,
          ),
          atKey: true,
        }));

/** A tag always names the same image. The cluster's admission policy also refuses `latest`. */
export const tagIsARelease: Rule = ({ dag }) =>
  releases(dag)
    .filter(({ tag }) => tag === "latest")
    .map(({ path }) =>
      error(
        "tag-latest",
        [...path, "tag"],
        `${path.join(".")}.tag cannot be latest, because that may be another image tomorrow; write the tag of a release, for example v2.0.0`,
      ),
    );

/** Each repository belongs to an organisation that the environment trusts. */
export const repositoryIsTrusted: Rule = ({ dag }, { environment }) => {
  const { organisations } = environment.settings.workflows;
  return releases(dag).flatMap(({ path, repository }) => {
    const organisation = repository?.split("/")[0];
    return organisation === undefined || organisations.includes(organisation)
      ? []
      : [
          error(
            "unknown-organisation",
            [...path, "repository"],
            `the platform runs no repositories of ${organisation}; write ${nearest(organisation, organisations) ?? organisations.join(" or ")}/<name>`,
          ),
        ];
  });
};

/** Another repository usually has other tags, and a missing image fails only at run time. */
export const repositoryHasATag: Rule = ({ dag }) =>
  releases(dag)
    .filter(({ repository, tag }) => repository !== undefined && repository !== dag.repository && tag === undefined)
    .map(({ path, repository }) => ({
      ...warning(
        "repository-without-tag",
        [...path, "repository"],
        `${path.join(".")} runs ${String(repository)} at dag.tag, ${dag.tag}; write tag beside it`,
      ),
      atKey: true,
    }));

/** The releases of the DAG and of its tasks. */
function releases({ repository, tag, tasks = {} }: ManifestDag): {
  path: string[];
  repository: string | undefined;
  tag: string | undefined;
}[] {
  return [
    { path: ["dag"], repository, tag },
    ...Object.entries(tasks).map(([name, task]) => ({
      path: ["dag", "tasks", name],
      repository: task.repository,
      tag: task.tag,
    })),
  ];
}

/**
 * Airflow keeps the type of a parameter, so a number must be exact in JSON, and its spelling in the file is lost. With
 * `compatibility.pythonValues` every parameter is text.
 */
export const parametersAreExact: Rule = ({ dag: { params = {} } }, { role, sourceOf }) =>
  Object.entries(params).flatMap(([param, value]) => {
    const path = ["dag", "params", param];
    if (typeof value !== "number" || usesPythonValues(role)) {
      return [];
    }
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      const message = `the parameter ${param} is too large a number to keep every digit; put it in quotes`;
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

/** Workflows can reach HMCTS SDP only through a Transit Gateway. */
export const networkingHasAGateway: Rule = ({ dag }, { environment }) => {
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
      `${environment.name} has no Transit Gateway, so its workflows cannot reach HMCTS SDP; remove hmcts_sdp_networking`,
    ),
  );
};
