/** Words that identify a licence's text, in the order of the search; white space and marks count as one space. */
const TEXTS: readonly [identifier: string, words: RegExp][] = [
  ["MPL-2.0", /mozilla public license,? version 2\.0/],
  ["Apache-2.0", /apache license,? version 2\.0/],
  ["MIT", /permission is hereby granted, free of charge, to any person obtaining a copy of this software/],
  ["ISC", /permission to use, copy, modify, and(?: or)? distribute this software for any purpose with or without fee/],
  ["BSD-3-Clause", /redistribution and use in source and binary forms.*neither the names? of/],
  ["BSD-2-Clause", /redistribution and use in source and binary forms(?!.*neither the names? of)/],
  ["CC-BY-SA-4.0", /attribution-sharealike 4\.0 international/],
  ["CC-BY-4.0", /attribution 4\.0 international/],
  ["CC0-1.0", /cc0 1\.0 universal/],
  ["Unlicense", /this is free and unencumbered software released into the public domain/],
  ["AGPL", /gnu affero general public license/],
  ["LGPL", /gnu lesser general public license/],
  ["GPL", /gnu general public license/],
];

/** The licences whose texts a file contains; a file may cover several parts. */
export function licencesInText(text: string): string[] {
  const words = text.replaceAll(/[\s*#/]+/g, " ").toLowerCase();
  const found = TEXTS.filter(([, pattern]) => pattern.test(words)).map(([identifier]) => identifier);
  // The MPL names the GNU licences, with which it may be combined.
  return found.includes("MPL-2.0") ? found.filter((identifier) => !/GPL$/.test(identifier)) : found;
}
