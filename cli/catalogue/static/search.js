// Searches the workflows of `window.catalogue`, which search-data.js sets. Both are plain scripts: a browser loads no module from a file.
"use strict";

(() => {
  /** Results that are shown. */
  const SHOWN = 50;

  const form = document.querySelector("form[role=search]");
  const input = form.querySelector("input");
  const status = document.getElementById("status");
  const list = document.getElementById("results");
  const entries = window.catalogue.map(([id, owner, unit, schedule, more]) => ({
    id,
    facts: [unit, owner, schedule].filter(Boolean).join(" · "),
    text: [id, owner, unit, schedule, more].join(" ").toLowerCase(),
  }));

  /** A lower number is a better result: the words in the name come before the words elsewhere. */
  const rank = ({ id }, words) => {
    const [, workflow] = id.split("/");
    if (words.some((word) => workflow === word || id === word)) return 0;
    if (words.every((word) => workflow.includes(word))) return 1;
    return words.every((word) => id.includes(word)) ? 2 : 3;
  };

  const item = ({ id, facts }) => {
    const link = document.createElement("a");
    link.href = `workflows/${id}.html`;
    link.textContent = id;
    const line = document.createElement("p");
    line.textContent = facts;
    const element = document.createElement("li");
    element.append(link, line);
    return element;
  };

  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found =
      words.length === 0
        ? []
        : entries
            .filter(({ text }) => words.every((word) => text.includes(word)))
            .map((entry) => ({ entry, rank: rank(entry, words) }))
            .sort((a, b) => a.rank - b.rank || (a.entry.id < b.entry.id ? -1 : 1));
    const count = `${found.length.toLocaleString("en-GB")} workflow${found.length === 1 ? "" : "s"} found`;
    list.replaceChildren(...found.slice(0, SHOWN).map(({ entry }) => item(entry)));
    status.textContent =
      words.length === 0
        ? ""
        : found.length > SHOWN
          ? `${count}. These are the first ${SHOWN}: write another word to find fewer.`
          : `${count}.`;
  };

  /**
   * The search in the address, so that a link to it works and a reload shows it. It is in the part after #, because a browser lets
   * a page from a file change nothing else.
   */
  const remember = () => {
    history.replaceState(null, "", `#${new URLSearchParams({ q: input.value })}`);
  };
  const recall = () => {
    const query = new URLSearchParams(location.hash.slice(1)).get("q");
    if (query !== null) {
      input.value = query;
    }
  };

  recall();
  input.addEventListener("input", () => {
    show();
    remember();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
    remember();
  });
  window.addEventListener("hashchange", () => {
    recall();
    show();
  });
  show();
})();
