import assert from "node:assert/strict";
import { type tf, uploadUint8 } from "../../../runtime/mod.ts";
import { HAS_REFERENCE, referenceTensors } from "../_safetensors.ts";
import { valuesOf } from "../_tensors.ts";

const REFERENCE = HAS_REFERENCE ? referenceTensors("augment") : {};

/** Height and width of the frames of the reference's clip, of which there are four. */
export const FRAME = { top: 0, left: 0, height: 24, width: 32 };

/**
 * Runs `change` on the reference's clip and compares with a result of the official code.
 *
 * @returns the largest difference, and the share of the values that differ
 */
export function compareWithReference(change: (clip: tf.Tensor4D) => tf.Tensor4D, expected: string) {
  const levels = REFERENCE["input"]!.values as Uint8Array<ArrayBuffer>;
  const clip = uploadUint8<tf.Rank.R4>(levels, [4, FRAME.height, FRAME.width, 3]);
  const changed = change(clip);
  clip.dispose();
  const { shape, values } = REFERENCE[expected]!;
  assert.deepEqual(changed.shape, shape);
  const differences = valuesOf(changed).map((value, at) => Math.abs(value - Number(values[at])));
  const largest = differences.reduce((a, b) => Math.max(a, b), 0);
  return { largest, share: differences.filter((d) => d > 0).length / differences.length };
}
