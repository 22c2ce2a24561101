import type { Place } from "./facts";

/** Something that the manifest does not have as the DAG had it. */
export interface Note {
  /** `left out`: the manifest lacks it. `changed`: the manifest has something near it. */
  readonly kind: "left out" | "changed";
  readonly place: Place;
  /** The thing, the reason, and what to write instead. */
  readonly text: string;
}

/** Collects notes; the same note for a line comes once, as for tasks that a loop makes. */
export class Notes {
  private readonly byText = new Map<string, Note>();

  leftOut(place: Place, text: string): void {
    this.add({ kind: "left out", place, text });
  }

  changed(place: Place, text: string): void {
    this.add({ kind: "changed", place, text });
  }

  /** All notes, by file and line. */
  all(): readonly Note[] {
    return [...this.byText.values()].sort(
      (one, other) => one.place.file.localeCompare(other.place.file) || one.place.line - other.place.line,
    );
  }

  private add(note: Note): void {
    this.byText.set(`${note.place.file}:${note.place.line}:${note.text}`, note);
  }
}
