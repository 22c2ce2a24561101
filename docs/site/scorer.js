/* How search results are ranked: Sphinx's own scores, then the pages that most people come for before their background. */
var Scorer = {
  score: ([docname, , , , score]) => {
    const folder = docname.includes("/") ? docname.split("/")[0] : docname;
    const ranks = { authors: 6, "how-to": 3, platform: 2, decisions: -6, compared: -6, performance: -6 };
    return score + (ranks[folder] ?? 0);
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
