import { compileManifests } from "../../workflow/source";
import { DEVELOPMENT, manifest } from "../support/manifests";

const file = (path: string, dag: string): { file: string; text: string } => ({
  file: `manifests/development/${path}/workflow.yml`,
  text: manifest(dag),
});

const told = (
  files: readonly { file: string; text: string }[],
  publishers?: Record<string, [string, string, ...string[]]>,
) => {
  const workflows = { ...DEVELOPMENT.settings.workflows, ...(publishers && { datasetPublishers: publishers }) };
  const environment = { ...DEVELOPMENT, settings: { ...DEVELOPMENT.settings, workflows } };
  const result = compileManifests(files, environment);
  return {
    ids: result.workflows.map(({ id }) => id),
    problems: result.problems.map(
      ({ file: at, line, column, code, message }) => `${at}:${line}:${column} ${code} ${message}`,
    ),
  };
};

const A = file("a/one", "outlets: [s3://x/shared, s3://x/own]");
const B = file("b/two", "tasks: {t: {outlets: [s3://x/shared]}}");

describe("one project publishes a dataset", () => {
  test("two publishing projects are errors at each outlet, which name both workflows, and neither is compiled", () => {
    const reason =
      "only one project can, because each update starts the workflows that wait for it. Rename the dataset, or ask the platform team to list both projects under workflows.datasetPublishers";
    expect(told([A, B, file("c/three", "outlets: [s3://x/other]")])).toEqual({
      ids: ["c/three"],
      problems: [
        `${A.file}:4:13 dataset-of-another-project a/one publishes s3://x/shared, and so does b/two (${B.file}); ${reason}`,
        `${B.file}:4:25 dataset-of-another-project b/two publishes s3://x/shared, and so does a/one (${A.file}); ${reason}`,
      ],
    });
  });

  test("workflows of one project may publish the same dataset", () => {
    expect(told([A, file("a/two", "outlets: [s3://x/shared]")])).toEqual({ ids: ["a/one", "a/two"], problems: [] });
  });

  test("a workflow that waits for a dataset, or reads it, does not publish it", () => {
    const readers = [
      file("b/waits", 'schedule: {datasets: ["s3://x/shared"]}'),
      file("b/reads", "inlets: [s3://x/shared]"),
    ];
    expect(told([A, ...readers]).problems).toEqual([]);
  });

  test("configuration may name several projects, and all that publish must be among them", () => {
    expect(told([A, B], { "s3://x/shared": ["a", "b"] })).toEqual({ ids: ["a/one", "b/two"], problems: [] });
    expect(told([A, B], { "s3://x/shared": ["a", "c"] }).ids).toEqual([]);
    expect(told([A, B], { "s3://x/shared": ["b", "c"] }).ids).toEqual([]);
    expect(told([A, B], { "s3://x/other": ["a", "b"] }).ids).toEqual([]);
  });
});
