/** Options of `contrastiveLoss` and `groupContrastiveLoss`. */
export interface ContrastiveLossOptions {
  /** τ. */
  readonly temperature: number;
  /**
   * The side that only teaches: no gradient reaches it.
   *
   * @default both sides learn from each other
   */
  readonly teacher?: "primary" | "auxiliary" | undefined;
}
