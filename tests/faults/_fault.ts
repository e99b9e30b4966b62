/** Something that goes wrong outside of the program. */
export interface Fault {
  /** What goes wrong, in a few words. Unique in its group. */
  readonly fault: string;
  /** What the program then does, in one sentence. `inject` checks it. */
  readonly outcome: string;

  /** Whether this machine lets it happen; always if omitted. Else its test is skipped. */
  readonly isPossible?: () => Promise<boolean>;

  /**
   * Makes the fault happen to the program itself, and fails if the outcome is another one.
   *
   * @param folder An empty folder, removed afterwards.
   * @returns What the user sees of it: a message, or "" if nothing.
   */
  inject(folder: string): Promise<string>;
}

/** Faults of one kind: a heading of the table and its rows. */
export interface FaultGroup {
  readonly title: string;
  readonly faults: readonly Fault[];
}

/** A row of the table. */
export interface FaultRow {
  readonly fault: string;
  readonly outcome: string;
  readonly seen: string;
}
