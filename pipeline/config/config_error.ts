/** A configuration that cannot be used. */
export interface ConfigIssue {
  /** Dotted path of the field, such as `optimizer.learningRate`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong with it: what is allowed, then what is. */
  readonly message: string;
}

/** Thrown when a configuration breaks its schema; lists every problem at once. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** Every problem found, in the order of the schema. */
  readonly issues: readonly ConfigIssue[];

  constructor(origin: string, issues: readonly ConfigIssue[], options?: ErrorOptions) {
    const lines = issues.map(({ path, message }) => path === "" ? message : `${path}: ${message}`);
    super(
      lines.length === 1 ? `${origin}: ${lines[0]}` : `${origin}:\n  ${lines.join("\n  ")}`,
      options,
    );
    this.issues = issues;
  }
}
