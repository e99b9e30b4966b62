/** Decoded frames of a whole video, one behind the other, in memory or on disk. */
export interface KeptFrames {
  /** Their length in bytes. */
  readonly byteLength: number;
  /** Returns a copy of a part, which the caller owns; from byte `start` to before `end`. */
  read(start: number, end: number): Uint8Array | Promise<Uint8Array>;
}
