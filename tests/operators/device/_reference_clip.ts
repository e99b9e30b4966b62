import assert from "node:assert/strict";
import { type tf, uploadUint8 } from "../../../runtime/mod.ts";
import { readRecorded, type RecordedTensor } from "../_recorded.ts";
import { valuesOf } from "../_tensors.ts";

/** One fixed clip, and what the official code makes of it. */
export const AUGMENT = await readRecorded("augment");

/** Height and width of the frames of the reference's clip, of which there are four. */
export const FRAME = { top: 0, left: 0, height: 24, width: 32 };

/**
 * Runs `change` on the reference's clip and compares with a result of the official code.
 *
 * @returns The largest difference, and the share of the values that differ.
 */
export function compareWithReference(change: (clip: tf.Tensor4D) => tf.Tensor4D, expected: string) {
  const { values: levels } = recordedTensor("input");
  assert.ok(levels instanceof Uint8Array);
  const clip = uploadUint8<tf.Rank.R4>(levels, [4, FRAME.height, FRAME.width, 3]);
  const changed = change(clip);
  clip.dispose();
  const { shape, values } = recordedTensor(expected);
  assert.deepEqual(changed.shape, shape);
  const differences = valuesOf(changed).map((value, index) =>
    Math.abs(value - Number(values[index]))
  );
  const largest = differences.reduce((a, b) => Math.max(a, b), 0);
  const differing = differences.filter((difference) => difference > 0);
  return { largest, share: differing.length / differences.length };
}

function recordedTensor(name: string): RecordedTensor {
  const tensor = AUGMENT.tensors.get(name);
  assert.ok(tensor !== undefined, `augment.safetensors has no tensor ${name}`);
  return tensor;
}
