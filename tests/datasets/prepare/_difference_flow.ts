import type { FlowSource } from "../../../datasets/mod.ts";

/** A source of "flow" that needs no TensorFlow, and of which every byte is known. */
export interface DifferenceFlow extends FlowSource {
  /** How many groups of pairs were computed. */
  readonly calls: number;
}

/** Returns a source whose images are each frame minus the next one, modulo 256. */
export function differenceFlow(algorithm = "difference 1"): DifferenceFlow {
  let calls = 0;
  return {
    algorithm,
    pairs: 8,
    get calls() {
      return calls;
    },
    compute({ frames, next }) {
      calls++;
      return Promise.resolve(differenceOf(frames, next));
    },
  };
}

/** Returns frames minus the next ones, modulo 256. */
export function differenceOf(frames: Uint8Array, next: Uint8Array): Uint8Array {
  return frames.map((level, index) => level - next[index]!);
}
