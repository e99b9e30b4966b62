/**
 * Element types by their number in TensorFlow's C API (`TF_DataType`, tensorflow/c/tf_datatype.h).
 */
export const DataType = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  string: 7,
  complex64: 8,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  float16: 19,
  resource: 20,
} as const;

/** Number of bytes that an element takes; strings and resources have no fixed size. */
const BYTES: Readonly<Record<number, number>> = {
  [DataType.float32]: 4,
  [DataType.float64]: 8,
  [DataType.int32]: 4,
  [DataType.uint8]: 1,
  [DataType.complex64]: 8,
  [DataType.int64]: 8,
  [DataType.bool]: 1,
  [DataType.bfloat16]: 2,
  [DataType.float16]: 2,
};

/**
 * Returns the number of bytes that an element takes.
 *
 * @throws {TypeError} If the type has no fixed size.
 */
export function bytesPerElement(dtype: number): number {
  const bytes = BYTES[dtype];
  if (bytes === undefined) {
    throw new TypeError(
      `Cannot count bytes as the type must have a fixed size: current value is ${
        dataTypeName(dtype)
      }`,
    );
  }
  return bytes;
}

/** Returns for example "float32"; for a type that is not in {@linkcode DataType} its number. */
export function dataTypeName(dtype: number): string {
  const entry = Object.entries(DataType).find(([, number]) => number === dtype);
  return entry?.[0] ?? `type ${dtype}`;
}
