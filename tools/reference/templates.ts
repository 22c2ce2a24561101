import { FACTS } from "../../workflow/templates/facts";
import { ATTRIBUTES, FILTERS, METHODS, type StepRule } from "../../workflow/templates/steps";
import { LONGEST_TEMPLATE } from "../../workflow/templates/tokens";
import { code, table } from "./markdown";

/** The reference of templates: paragraphs, and tables of the forms that the checker accepts. */
export function templateReference(): string[] {
  const lasting = FACTS.filter(({ replacement }) => replacement === undefined);
  const outdated = FACTS.filter(({ replacement }) => replacement !== undefined);
  const steps = [...new Set([...FILTERS.values(), ...[...METHODS.values()].flat(), ...ATTRIBUTES.values()])];
  return [
    "## Templates",
    "The platform replaces text between `{{` and `}}` in `env_vars`, `command`, `args` and `when.value` when the task starts. A template is a fact of the run, `params.<name>` or `results.<task>.<field>`, with the steps below. `npm run validate` refuses anything else at its line and column: no text of a manifest reaches Airflow's template engine.",
    table(
      ["Fact", "Value"],
      [
        ...lasting.map(({ spellings, description }) => [spellings.map(code).join(", "), description]),
        [code("params.<name>"), "a parameter that the manifest declares under `dag.params`"],
        [
          `${code("results.<task>.<field>")}, ${code('results["<task>"]["<field>"]')}`,
          "a field of [the result of a task](../authors/results.md) before this one, as text",
        ],
      ],
    ),
    "Some runs have no date: Airflow 3 starts them for datasets and for some triggers. Each date of such a run is the moment from which it may start (Airflow's `run_after`).",
    table(["Step", "For", "Gives"], [...steps.map(stepRow), ...SUMS]),
    `A template has at most ${LONGEST_TEMPLATE} characters. To pass on \`{{\`, \`{%\` or \`{#\` unchanged, write \`{{ "{{" }}\`. A variable has at most 131,071 bytes with its name, and all variables of a task 1 MiB: a longer parameter makes the task fail and says why.`,
    "Airflow 3 does not have these names. Airflow 2 accepts them with a warning.",
    table(
      ["Name", "Write instead"],
      outdated.map(({ spellings: [name], replacement = "" }) => [code(name), code(replacement)]),
    ),
  ];
}

/** Ways to move a date that are neither a filter nor a method. */
const SUMS: readonly (readonly string[])[] = [
  [code("(logical_date - macros.timedelta(days=1))"), "a date", "an earlier date; `+` gives a later one"],
  [code("macros.ds_add(ds, 7)"), "`ds`", "a later day; a negative number gives an earlier one"],
  [code("macros.ds_format(ds, '%Y-%m-%d', '%d/%m/%Y')"), "`ds`", "in a format of your own"],
];

function stepRow({ example, on, description }: StepRule): string[] {
  const takesDates = on.includes("date");
  const takesText = on.includes("text");
  const what = takesDates
    ? takesText
      ? "any value"
      : "a date"
    : on.includes("anything")
      ? "text or a number"
      : "text";
  return [code(example), what, description];
}
