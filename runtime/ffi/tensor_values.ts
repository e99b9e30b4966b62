import { bytesPerElement, DataType, dataTypeName } from "./data_types.ts";
import { type Pointer, present, type TensorFlowLibrary } from "./library.ts";

/** Values of a tensor on the host; strings are byte strings. */
export type HostValues = ArrayBufferView<ArrayBuffer> | readonly Uint8Array<ArrayBuffer>[];

/** Bytes of a `TF_TString` (tensorflow/c/tf_tstring.h). */
const STRING_BYTES = 24;

/**
 * Makes a `TF_Tensor` with a copy of `values`. The caller deletes it.
 *
 * @throws {RangeError} If `values` does not have exactly the elements that `shape` needs.
 */
export function tensorFromValues(
  library: TensorFlowLibrary,
  shape: readonly number[],
  dtype: number,
  values: HostValues,
): Pointer {
  // TensorFlow ends the process at a negative size.
  if (!shape.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new RangeError(
      "Cannot create a tensor as all sizes of its shape must be non-negative integers: " +
        `current value is [${shape}]`,
    );
  }
  if (dtype === DataType.string) {
    return stringTensor(library, shape, values as readonly Uint8Array<ArrayBuffer>[]);
  }
  const view = values as ArrayBufferView<ArrayBuffer>;
  const bytes = elements(shape) * bytesPerElement(dtype);
  if (view.byteLength !== bytes) {
    throw new RangeError(
      `Cannot create a tensor of shape [${shape}] as its values must have ${bytes} bytes: ` +
        `current value is ${view.byteLength}`,
    );
  }
  const tensor = allocate(library, shape, dtype, bytes);
  if (bytes > 0) {
    library.symbols.memcpy(data(library, tensor), view, BigInt(bytes));
  }
  return tensor;
}

/**
 * Returns a copy of the values of a `TF_Tensor`, in the array type that tfjs uses for `dtype`.
 *
 * @throws {TypeError} If tfjs has no array type for it.
 */
export function valuesOfTensor(
  library: TensorFlowLibrary,
  tensor: Pointer,
  shape: readonly number[],
  dtype: number,
): HostValues {
  if (dtype === DataType.string) return stringsOfTensor(library, tensor, elements(shape));
  const buffer = new ArrayBuffer(Number(library.symbols.TF_TensorByteSize(tensor)));
  if (buffer.byteLength > 0) {
    Deno.UnsafePointerView.copyInto(data(library, tensor), buffer);
  }
  switch (dtype) {
    case DataType.float32:
    case DataType.complex64:
      return new Float32Array(buffer);
    case DataType.float64:
      return new Float64Array(buffer);
    case DataType.int32:
      return new Int32Array(buffer);
    case DataType.int64:
      return new BigInt64Array(buffer);
    case DataType.uint8:
    case DataType.bool:
      return new Uint8Array(buffer);
    default:
      throw new TypeError(
        `Cannot read a tensor as its type must be one that tfjs has: current value is ${
          dataTypeName(dtype)
        }`,
      );
  }
}

/** Returns the number of values of a tensor. */
export function elements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function allocate(
  { symbols }: TensorFlowLibrary,
  shape: readonly number[],
  dtype: number,
  bytes: number,
): Pointer {
  const sizes = BigInt64Array.from(shape, BigInt);
  const tensor = symbols.TF_AllocateTensor(dtype, sizes, shape.length, BigInt(bytes));
  return present(tensor, "TF_AllocateTensor");
}

function data({ symbols }: TensorFlowLibrary, tensor: Pointer): Pointer {
  return present(symbols.TF_TensorData(tensor), "TF_TensorData");
}

function stringTensor(
  library: TensorFlowLibrary,
  shape: readonly number[],
  values: readonly Uint8Array<ArrayBuffer>[],
): Pointer {
  const tensor = allocate(library, shape, DataType.string, values.length * STRING_BYTES);
  values.forEach((bytes, index) => {
    const slot = stringSlot(data(library, tensor), index);
    library.symbols.TF_StringInit(slot);
    library.symbols.TF_StringCopy(slot, bytes, BigInt(bytes.length));
  });
  return tensor;
}

function stringsOfTensor(
  library: TensorFlowLibrary,
  tensor: Pointer,
  count: number,
): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: count }, (_, index) => {
    const slot = stringSlot(data(library, tensor), index);
    const bytes = new Uint8Array(Number(library.symbols.TF_StringGetSize(slot)));
    const start = library.symbols.TF_StringGetDataPointer(slot);
    if (bytes.length > 0 && start !== null) Deno.UnsafePointerView.copyInto(start, bytes);
    return bytes;
  });
}

function stringSlot(start: Pointer, index: number): Pointer {
  return present(Deno.UnsafePointer.offset(start, index * STRING_BYTES), "TF_TensorData");
}
