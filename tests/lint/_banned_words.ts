/** A word that the project does not use. */
export interface BannedWord {
  readonly pattern: RegExp;
  /** What to write. */
  readonly instead: string;
}

/** Words that readers stumble over, and spellings that are not American. */
const BANNED_WORDS: readonly BannedWord[] = [
  { pattern: /\banew\b/i, instead: "again" },
  { pattern: /\b(?:go|goes|going|gone|went) on with\b/i, instead: "resume or continue" },
  { pattern: /\bon the way back\b/i, instead: "in the backward pass" },
  {
    pattern: /\b(?:tell|tells|told|telling)\b(?!(?:\s+[\w-]+){0,6}\s+apart\b)/i,
    instead: "report, say, call or notify",
  },
  { pattern: /(?<!there )\bis no (?!longer|reason)[a-z]+/i, instead: "is not a" },
  { pattern: /\bwhat comes of\b|\bcomes to\b/i, instead: "result or gives" },
  { pattern: /\bwhere (?:it|none) is left out\b/i, instead: "if omitted" },
  { pattern: /\bsuch a one\b/i, instead: "the noun" },
  { pattern: /\bcounted up\b|\bin all(?=[.,:;)])/i, instead: "total" },
  { pattern: /\bbegun\b/i, instead: "started" },
  { pattern: /\bthe most that\b/i, instead: "the maximum" },
  { pattern: /\bfor good\b/i, instead: "permanently, or reword" },
  {
    pattern:
      /\b(?:un)?(?:initial|normal|optim|recogn|organ|general|minim|maxim|summar|synchron|serial|vector|quant|standard|equal|regular|special|util|visual|real|parallel|categor|random)is(?:e[ds]?|ers?|ing|ations?)\b/i,
    instead: "-ize",
  },
  {
    pattern: /\b\w*(?:colour|behaviour|favour|neighbour|honour)\w*\b/i,
    instead: "-or",
  },
  { pattern: /\b(?:un)?(?:label|model|travel|cancel)l(?:ed|ing)\b/i, instead: "one l" },
  {
    pattern:
      /\b(?:grey|centred?|centres|analyse[ds]?|catalogue[ds]?|licence|whilst|artefacts?|judgement)\b/i,
    instead: "the American spelling",
  },
];

/** A banned word in a text. */
export interface FoundWord {
  readonly word: string;
  readonly instead: string;
  /** Where it begins, in characters from the start of the text. */
  readonly index: number;
}

/** Finds the banned words of a text. */
export function findBannedWords(text: string): FoundWord[] {
  return BANNED_WORDS.flatMap(({ pattern, instead }) => {
    const matches = text.matchAll(new RegExp(pattern, `${pattern.flags}g`));
    return Array.from(matches, ({ 0: word, index }) => ({ word, instead, index }));
  });
}
