/** A video that a run was tested on, where it is now. */
export interface TestedVideo {
  /** The video's identity in the data set. */
  readonly id: string;
  readonly path: string;
  /** What its file must be, as `fileFingerprint()` computes it; null if that is not known. */
  readonly fingerprint: string | null;
}
