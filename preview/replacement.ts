import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * New files and folders for a folder, written beside the old ones and put in their place at the end. Other entries of the folder stay.
 * If something fails before the end, nothing there has changed.
 */
export class Replacement {
  private readonly fresh: string;

  /**
   * @param out the folder; it is made if it does not exist.
   * @param entries names of the files and folders in it. A name without a full stop is a folder.
   */
  constructor(
    private readonly out: string,
    private readonly entries: readonly string[],
  ) {
    mkdirSync(out, { recursive: true });
    this.fresh = mkdtempSync(join(out, ".fresh-"));
    entries
      .filter((entry) => !entry.includes("."))
      .forEach((entry) => {
        mkdirSync(join(this.fresh, entry));
      });
  }

  /** Writes a file; its path is relative to the folder. */
  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.fresh, path)), { recursive: true });
    writeFileSync(join(this.fresh, path), text);
  }

  /** Puts the new entries in the place of the old ones. */
  finish(): void {
    for (const entry of this.entries) {
      rmSync(join(this.out, entry), { recursive: true, force: true });
      renameSync(join(this.fresh, entry), join(this.out, entry));
    }
  }

  /** Removes what is left of the new files. Call it at the end, whatever happened. */
  remove(): void {
    rmSync(this.fresh, { recursive: true, force: true });
  }
}
