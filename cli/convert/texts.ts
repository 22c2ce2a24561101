import type { LoadedFile, Place } from "./facts";
import { MARK } from "./mark-texts";
import type { Notes } from "./notes";
import { FieldsUsed, isPull, withResults } from "./results";

const CONFIGURED = /\{\{\s*dag_run\.conf(?:\[\s*["'](\w+)["']\s*\]|\.get\(\s*["'](\w+)["'][^)]*\)|\.(\w+))\s*\}\}/g;

/** Writes the texts of a DAG as a manifest has them. */
export class Texts {
  /** Parameters that templates name as `dag_run.conf`. */
  readonly parameters = new Set<string>();
  /** Fields of results that texts and conditions use. */
  readonly results = new FieldsUsed();

  constructor(
    private readonly loaded: LoadedFile,
    private readonly notes: Notes,
  ) {}

  /** The text with templates in place of marks; undefined, with a note, if it has a value that no template gives. */
  written(text: string, name: string, place: Place): string | undefined {
    const marks = [...text.matchAll(MARK)].flatMap(([, number]) => this.loaded.marks[Number(number)] ?? []);
    const untold = marks.find(({ template }) => template === null);
    if (untold !== undefined) {
      this.notes.leftOut(
        untold.place,
        `${name} comes from ${untold.what}, which is known only in Airflow; let the code in the image find the value`,
      );
      return undefined;
    }
    const derived = text.replaceAll(MARK, (_mark, number: string) => {
      const template = this.loaded.marks[Number(number)]?.template ?? "";
      if (isPull(template)) {
        return `{{ ${template} }}`;
      }
      this.notes.changed(
        place,
        `${name} came from the clock when Airflow read the file; it is now {{ ${template} }}, which is the end of the run's interval`,
      );
      return `{{ ${template} }}`;
    });
    return withResults(derived, this.results).replaceAll(CONFIGURED, (_whole, ...groups: (string | undefined)[]) => {
      const parameter = groups.slice(0, 3).find((group) => group !== undefined) ?? "";
      this.parameters.add(parameter);
      return `{{ params.${parameter} }}`;
    });
  }

  /** The text for a message, where a mark shows the thing behind it. */
  shown(text: string): string {
    return text.replaceAll(MARK, (_mark, number: string) => this.loaded.marks[Number(number)]?.what ?? "");
  }
}
