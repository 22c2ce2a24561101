import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Writes all files or none: an error while one of them is written leaves what was there before. */
export function writeFiles(files: ReadonlyMap<string, string>): void {
  const unfinished = [...files.keys()].map((file) => ({ file, part: `${file}.part` }));
  const written: string[] = [];
  try {
    for (const { file, part } of unfinished) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(part, files.get(file) ?? "");
      written.push(part);
    }
  } catch (caught) {
    written.forEach((part) => {
      rmSync(part);
    });
    throw caught;
  }
  unfinished.forEach(({ file, part }) => {
    renameSync(part, file);
  });
}
