import { alike } from "./alike";
import { detailLines } from "./details";
import { againstWhat, sentencesOf, titleOf, totalsInWords } from "./markdown";
import type { Difference, ResourceChange, Sentence } from "./model";

/** A difference for a terminal; `bold` says whether the terminal shows bold text. */
export function renderText(difference: Difference, { bold }: { readonly bold: boolean }): string {
  const plain = (sentence: Sentence): string => unmark(sentence, bold);
  const { stack, base, summary, totals, notes, workflows, layers } = difference;
  const section = (title: string, sentences: readonly Sentence[], resources: readonly ResourceChange[]): string[] => [
    plain(title),
    ...sentences.map((sentence) => `  • ${plain(sentence)}`),
    ...detailLines(resources).map(({ sign, text }) => `    ${sign} ${text}`.trimEnd()),
    "",
  ];
  return [
    `${stack}, compared with ${againstWhat(base)}`,
    "",
    plain(summary),
    "",
    ...notes.flatMap((note) => [`  ${plain(note)}`, ""]),
    ...alike(workflows).flatMap((group) => {
      const [first] = group;
      return first === undefined
        ? []
        : section(
            titleOf(group, first),
            [...first.losses, ...sentencesOf(first)],
            group.flatMap(({ resources }) => resources),
          );
    }),
    ...layers.flatMap(({ layer, sentences, resources }) => section(`${layer} (shared)`, sentences, resources)),
    totalsInWords(totals),
  ].join("\n");
}

/** A sentence without the marks of Markdown. */
function unmark(sentence: Sentence, bold: boolean): string {
  const marked = sentence.replaceAll(/\*\*([^*]+)\*\*/g, bold ? "\u001b[1m$1\u001b[22m" : "$1");
  return marked.replaceAll("`", "");
}
