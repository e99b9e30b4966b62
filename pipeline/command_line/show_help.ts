/** Shows help on a command or topic. */
export type ShowHelp = (...words: readonly string[]) => Promise<void>;
