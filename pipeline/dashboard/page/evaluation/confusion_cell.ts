/** A cell of a confusion matrix. */
export interface ConfusionCell {
  /** Number of the true class. */
  readonly label: number;
  /** Number of the most probable class. */
  readonly answer: number;
  /** Number of videos. */
  readonly count: number;
  /** Number of videos of the true class. */
  readonly total: number;
}

/** Finds a cell of the counts by true and most probable class. */
export function confusionCell(
  confusion: readonly (readonly number[])[],
  label: number,
  { answer }: { readonly answer: number },
): ConfusionCell {
  const row = confusion[label] ?? [];
  const total = row.reduce((sum, count) => sum + count, 0);
  return { label, answer, count: row[answer] ?? 0, total };
}
