/** Something that is wrong, and what to do about it. */
export interface DoctorProblem {
  /** What is wrong; may have several lines. */
  readonly what: string;
  /** What to do; empty where `what` says it already. */
  readonly remedy: string;
  /** Whether nothing runs before it is mended. */
  readonly fatal: boolean;
}
