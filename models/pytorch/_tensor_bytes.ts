import { ELEMENT_BYTES } from "../tensor_files/element_type.ts";
import type { ByteRange, RandomAccessFile } from "../tensor_files/random_access_file.ts";
import type { TensorRef } from "./_pickle_values.ts";

/** Returns the number of a tensor's elements. */
export function countElements({ shape }: TensorRef): number {
  return shape.reduce((count, extent) => count * extent, 1);
}

/**
 * Reads a tensor's elements in the order of its dimensions, whatever its strides.
 *
 * @param memory Where the tensor's memory is in the file.
 */
export function readElements(
  file: RandomAccessFile,
  tensor: TensorRef,
  memory: ByteRange,
): ArrayBuffer {
  const { shape, strides, offset, dtype } = tensor;
  const count = countElements(tensor);
  if (count === 0) return new ArrayBuffer(0);
  const bytes = ELEMENT_BYTES[dtype];
  const span = shape.reduce((last, extent, axis) => last + (extent - 1) * strides[axis]!, 1);
  const raw = file.read({ start: memory.start + offset * bytes, length: span * bytes });
  if (isContiguous(tensor)) return raw.buffer;
  const result = new ArrayBuffer(count * bytes);
  copyStrided(raw, new Uint8Array(result), tensor);
  return result;
}

function isContiguous({ shape, strides }: TensorRef): boolean {
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 1) continue;
    if (strides[axis] !== stride) return false;
    stride *= shape[axis]!;
  }
  return true;
}

/** Copies the elements one by one. */
function copyStrided(
  from: Uint8Array<ArrayBuffer>,
  to: Uint8Array<ArrayBuffer>,
  { shape, strides, dtype }: TensorRef,
): void {
  const bytes = ELEMENT_BYTES[dtype];
  const index = shape.map(() => 0);
  let source = 0;
  for (let target = 0; target < to.length; target += bytes) {
    for (let byte = 0; byte < bytes; byte++) to[target + byte] = from[source * bytes + byte]!;
    // Counts the index up, the last dimension fastest, and moves along.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      source += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      source -= shape[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
}
