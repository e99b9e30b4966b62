/** What is known when a worker failed. */
export interface WorkerFailure<Item> {
  /** What it worked on. */
  readonly item: Item;
  /** What it threw. */
  readonly error: unknown;
  /** Failures for this place in the order, this one included: 1 for the first. */
  readonly attempt: number;
  /** Workers of this subscription that failed so far, this one included. */
  readonly failed: number;
  /** Workers of this subscription that ended so far, well or not. */
  readonly ended: number;
}

/** What to do about a failure: end the stream, leave the item out, or work on another in its place. */
export type FailureDecision<Item> = "fail" | "skip" | { readonly replacement: Item };

/** Options of {@linkcode failureBudget}. */
export interface FailureBudgetOptions<Item> {
  /** Largest share of failures that is borne, from 0 to 1. */
  readonly share: number;
  /** Failures that are borne in any case, so that a bad start does not end a run. */
  readonly minimum: number;
  /**
   * The item to take instead of one that failed; without it, or where it returns null, the item is
   * left out. It must depend on nothing but its arguments if runs are to be repeatable.
   */
  readonly replace?: (item: Item, attempt: number) => Item | null;
}

/**
 * A policy for {@linkcode decode}: bears single failures and gives up when they are many.
 *
 * Ends the stream when more than `minimum` workers failed and these are more than `share` of all
 * that have ended.
 *
 * @throws {RangeError} If `share` is outside 0 to 1 or `minimum` is not a whole number from 0.
 */
export function failureBudget<Item>(
  options: FailureBudgetOptions<Item>,
): (failure: WorkerFailure<Item>) => FailureDecision<Item> {
  const { share, minimum, replace } = options;
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(
      `Cannot budget failures as 'share' must be a number from 0 to 1: current value is ${share}`,
    );
  }
  if (!Number.isInteger(minimum) || minimum < 0) {
    throw new RangeError(
      "Cannot budget failures as 'minimum' must be a non-negative integer: " +
        `current value is ${minimum}`,
    );
  }
  return ({ item, attempt, failed, ended }) => {
    if (failed > minimum && failed > share * ended) return "fail";
    const replacement = replace?.(item, attempt) ?? null;
    return replacement === null ? "skip" : { replacement };
  };
}
