/** A problem of this machine, and how to fix it. */
export interface DoctorProblem {
  /** What is wrong; may have several lines. */
  readonly what: string;
  /** How to fix it; empty if `what` says it already. */
  readonly remedy: string;
  /** Whether nothing runs before it is fixed. */
  readonly fatal: boolean;
}

/** Adds a problem, if there is one, to the report. */
export type Note = (problem: DoctorProblem | null) => void;
