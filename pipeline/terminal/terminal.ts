/** A terminal that shows text to the user. */
export interface Terminal {
  /** Whether a line can be rewritten in place. */
  readonly interactive: boolean;
  /** Returns the number of columns of a line. */
  columns(): number;
  /** Writes text unchanged. */
  write(text: string): void;
}
