/*
 * How search results are ranked: Sphinx's own scores, then the pages that most people come for before their background.
 * Sphinx gives every page that contains a word the same score, so a page also names the words that it answers best.
 */
const FOLDERS = { authors: 6, "how-to": 3, platform: 2, decisions: -6, compared: -6, performance: -6 };

const WORDS = {
  "authors/compute-profiles": "cpu gpu memory spot",
  "authors/notifications": "email slack",
  "authors/permissions": "athena bedrock bucket glue iam kms permission role s3",
  "authors/results": "branch condition result skip xcom",
  "authors/retries-and-interruptions": "retry timeout",
  "authors/schedule": "catchup cron schedule",
  "authors/secrets": "password secret",
  "authors/tasks": "dependencies environment parameters task variables",
  "authors/your-code": "docker dockerfile image package",
  "platform/state": "backend lock state",
  "reference/alarms": "alarm",
  "reference/costs": "cost price",
};

/** Points for a page that answers one of the words of the query best; plurals count as well. */
const answers = (docname) => {
  const query = new URLSearchParams(location.search).get("q") ?? "";
  const asked = query
    .toLowerCase()
    .split(/\s+/)
    .flatMap((word) => [word, word.replace(/s$/, "")]);
  return (WORDS[docname] ?? "").split(" ").some((word) => asked.includes(word)) ? 20 : 0;
};

var Scorer = {
  score: ([docname, , , , score]) => score + (FOLDERS[docname.split("/")[0]] ?? 0) + answers(docname),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
