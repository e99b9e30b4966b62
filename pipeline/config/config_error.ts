/** Something that is wrong in a configuration. */
export interface ConfigIssue {
  /** Dotted path of the field, such as `optimizer.learningRate`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong with it, as the rest of a sentence: `must be W: current value is X`. */
  readonly message: string;
}

/** Thrown when a configuration cannot be used; lists every problem at once. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** Every problem found, in the order of the schema. */
  readonly issues: readonly ConfigIssue[];

  /** @param source What cannot be used, such as `the config motion_small`. */
  constructor(source: string, issues: readonly ConfigIssue[], options?: ErrorOptions) {
    super(`Cannot use ${source} as ${describeIssues(issues)}`, options);
    this.issues = issues;
  }
}

function describeIssues(issues: readonly ConfigIssue[]): string {
  const lines = issues.map(({ path, message }) => `${path === "" ? "it" : path} ${message}`);
  if (lines.length === 1) return lines.join();
  return `it has ${lines.length} mistakes:\n  ${lines.join("\n  ")}`;
}
