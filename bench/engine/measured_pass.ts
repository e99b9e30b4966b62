import type { StepProfile } from "../profile/profile_step.ts";

/** Our side of a case: what is measured. */
export interface MeasuredPass {
  /**
   * Takes the pass. It is on its way when this returns; it has been taken when the promise resolves
   * with its loss. `free` frees what is no longer needed then.
   */
  take(): Promise<{ readonly loss: number; readonly free: () => void }>;
  /** Counts the floating-point operations of its products. */
  flop(): number;
  /** Takes it op by op and returns where the time goes. */
  profile(): StepProfile;
}
