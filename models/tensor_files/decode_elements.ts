import { ELEMENT_BYTES, type ElementType } from "./element_type.ts";
import type { TensorValues } from "./tensor_values.ts";

/**
 * Returns the values that little-endian bytes hold; undefined if they are of a type that no network
 * here needs.
 */
export function decodeElements(
  dtype: ElementType,
  buffer: ArrayBuffer,
): TensorValues | undefined {
  switch (dtype) {
    case "F64":
      return new Float64Array(buffer);
    case "F32":
      return new Float32Array(buffer);
    case "F16":
      return Float32Array.from(new Float16Array(buffer));
    case "BF16":
      return widenBfloat16(buffer);
    case "I64":
      return new BigInt64Array(buffer);
    case "I32":
      return new Int32Array(buffer);
    case "U8":
      return new Uint8Array(buffer);
    default:
      return undefined;
  }
}

/** Widens bfloat16 to float32, whose upper half it is. */
function widenBfloat16(buffer: ArrayBuffer): Float32Array<ArrayBuffer> {
  const halves = new Uint16Array(buffer);
  const bits = new Uint32Array(buffer.byteLength / ELEMENT_BYTES.BF16);
  for (let index = 0; index < bits.length; index++) bits[index] = halves[index]! << 16;
  return new Float32Array(bits.buffer);
}
