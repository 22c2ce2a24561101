/** Words that the style guide (docs/style.md) bans, with alternatives. */
export interface Rule {
  readonly pattern: RegExp;
  readonly advice: string;
}

const rule = (pattern: RegExp, advice: string): Rule => ({ pattern, advice });

/** Phrases that are ambiguous or old-fashioned. */
const PHRASES: readonly Rule[] = [
  rule(
    /\b(?:is|are|was|were|be|been|being|and|or)(?: only| also| not| all| each)? told\b/gi,
    "say who says what: 'validate reports …'",
  ),
  rule(
    /\bwhose (?:it|they|this|that|he|she|one) (?:is|are|was|were)\b/gi,
    "name the owner: 'the workflow that owns it'",
  ),
  rule(
    /(?<!-)\b(?:stands?|standing)\b(?! (?:for|in for|by|out)\b|-)|\bstood\b/gi,
    "write 'is', 'is listed', 'is written' or 'appears'",
  ),
  rule(/\b(?:[Ii]s|[Aa]re|was|were|be) none\b/g, "write 'there is no …' or 'without …'"),
  rule(/\bstand-ins?\b/gi, "write 'placeholder' or 'stub', or 'fake' in a test"),
  rule(/\bwhere (?:there (?:is|are)|(?:it|they) (?:is|are) not)\b/gi, "write 'if'"),
  rule(/\bits like\b(?! to\b)/gi, "name them: 'another deployment role'"),
  rule(/\bin vain\b/gi, "write 'without success' or say what failed"),
  rule(/\bhears? of\b/gi, "write 'gets a notification' or 'is notified'"),
  rule(/\b(?:is|are|was|were|be|been) let\b/gi, "write 'may' or 'can'"),
  rule(/\b(?:is|are|was|were|be|been) of no\b/gi, "write 'has no'"),
  rule(/\bsave (?:for|where|that|those|when|in|if)\b/gi, "write 'except'"),
  rule(/\bnothing but\b/gi, "write 'only'"),
  rule(/\b(?:comes|came|come) to nothing\b/gi, "say what happens"),
  rule(/\b(?:does|do|did|has|have) no longer\b/gi, "write 'no longer …s'"),
  rule(/\bof others\b/gi, "name them: 'of other workflows'"),
  rule(/\bis that \w+ by itself\b/gi, "say which one acts, and as what"),
  rule(/\bone and the same\b/gi, "write 'the same'"),
  rule(/\b(?:goes|go|went) by\b/gi, "write 'uses' or 'follows'"),
  rule(/\bas (?:they|it) stands?\b/gi, "write 'unchanged'"),
  rule(
    /\b(?:lest|hence|thereof|therein|thereby|wherein|whereby|whereas|whilst|amongst|henceforth|thus|likewise)\b/gi,
    "use the common word",
  ),
  rule(
    /\b(?:utili[sz]e[sd]?|leverag(?:es?|ed|ing)|facilitat(?:es?|ed|ing)|commenc(?:es?|ed|ing)|terminat(?:es?|ed) in)\b/gi,
    "write 'use', 'help' or 'start'",
  ),
  rule(
    /\b(?:in order to|prior to|subsequent to|due to the fact that|with regard to|in the event of)\b/gi,
    "write 'to', 'before', 'after', 'because', 'about' or 'if'",
  ),
  rule(/\b(?:please note|note that|it should be noted|obviously|of course|needless to say)\b/gi, "leave it out"),
];

/** Openings that make a reader wait for the thing: "What Airflow was told". A question may begin like this. */
const OPENINGS: readonly Rule[] = [
  rule(/^(?:What|Who|Whose)(?! (?:you|we|to|if)\b) [^?]*$/, "begin with the thing or a verb, not with 'What …'"),
];

/** American spellings, in words that this repository might use. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\bbehavior(s|al)?\b/g, "behaviour"],
  [/\b[Cc]olor(s|ed)?\b/g, "colour"],
  [/\b[Ff]avor(s|ed|ite)?\b/g, "favour"],
  [/\b[Hh]onor(s|ed)?\b/g, "honour"],
  [/\bcenter(s|ed)?\b/g, "centre"],
  [/\b[Cc]ancel(ed|ing)\b/g, "cancelled"],
  [/\b[Ll]abel(ed|ing)\b/g, "labelled"],
  [/\blicenses?\b/g, "licence"],
  [/\bdefense\b/g, "defence"],
  [/\bgray\b/g, "grey"],
  [
    /(?<![\w/])\w*(?:organi|recogni|summari|initiali|customi|minimi|maximi|optimi|normali|seriali|prioriti|speciali|generali|categori|synchroni|finali|locali|materiali|reali|standardi|visuali|tokeni|capitali|emphasi|apologi)z(?:e[sdr]?|ing|ation|ations)\b/g,
    "-ise",
  ],
  [/\banaly(?:ze[sd]?|zing)\b/g, "analyse"],
];

export const PHRASE_RULES: readonly Rule[] = [
  ...PHRASES,
  ...SPELLINGS.map(([pattern, british]) => rule(pattern, `use the British spelling: ${british}`)),
];

/** Rules for the beginning of a sentence. */
export const SENTENCE_RULES: readonly Rule[] = OPENINGS;

/** Words of the longest sentence; code, links and numbers count as one word each. */
export const LONGEST_SENTENCE = 30;
