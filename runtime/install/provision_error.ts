/** One place the TensorFlow library was looked for, or one way to fetch it, and why it did not serve. */
export interface ProvisionAttempt {
  /** The place or way in words, for example "pip download". */
  readonly source: string;
  /** Why it did not serve, in one line. */
  readonly reason: string;
}

/** Thrown when the TensorFlow library is neither found nor fetched; its message says what was tried and what to do. */
export class ProvisionError extends Error {
  override readonly name = "ProvisionError";
  /** Everything tried, in order. */
  readonly attempts: readonly ProvisionAttempt[];
  /** What the user can do, one sentence each. */
  readonly remedies: readonly string[];

  /**
   * @param summary First line of the message.
   * @param details What was tried, and what to do.
   */
  constructor(
    summary: string,
    details: {
      readonly attempts: readonly ProvisionAttempt[];
      readonly remedies: readonly string[];
      readonly cause?: unknown;
    },
  ) {
    const tried = details.attempts.map(({ source, reason }) => `  - ${source}: ${reason}`);
    const remedies = details.remedies.map((remedy) => `  - ${remedy}`);
    const lines = [summary];
    if (tried.length > 0) lines.push("Tried:", ...tried);
    if (remedies.length > 0) lines.push("What to do:", ...remedies);
    super(lines.join("\n"), { cause: details.cause });
    this.attempts = details.attempts;
    this.remedies = details.remedies;
  }
}

/** The first line of an error's message. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n", 1)[0] ?? message;
}
