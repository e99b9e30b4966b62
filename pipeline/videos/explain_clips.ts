/** Sentences about clips, each with the ends of the words that it explains. */
const SENTENCES = [
  {
    words: ["slow", "fast"],
    text:
      "Slow: frames far apart, for the primary network. Fast: frames closer together, for the " +
      "auxiliary network.",
  },
  {
    words: ["gradient"],
    text: "Gradient: each frame minus the one that follows it in the file; gray where they agree.",
  },
  {
    words: ["flow"],
    text:
      "Flow: how far each point moves to the one that follows it in the file; red to the right, " +
      "green downward, blue the distance.",
  },
] as const;

/** Explains what images call clips, see `clipWords()`. */
export function explainClips(words: readonly string[]): string[] {
  const ends = words.map((word) => word.slice(word.lastIndexOf(" ") + 1));
  return SENTENCES.filter((sentence) => sentence.words.every((word) => ends.includes(word)))
    .map(({ text }) => text);
}
