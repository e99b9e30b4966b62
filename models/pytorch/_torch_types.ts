import type { ElementType } from "../tensor_files/element_type.ts";

/** Element types by the names of PyTorch's storage classes. */
const STORAGE_TYPES: Readonly<Record<string, ElementType>> = {
  DoubleStorage: "F64",
  FloatStorage: "F32",
  HalfStorage: "F16",
  BFloat16Storage: "BF16",
  LongStorage: "I64",
  IntStorage: "I32",
  ShortStorage: "I16",
  CharStorage: "I8",
  ByteStorage: "U8",
  BoolStorage: "BOOL",
  ComplexFloatStorage: "C64",
};

/** Bytes without a type, which the tensor then has. */
const UNTYPED = /^torch\.storage\._?UntypedStorage$/;

/** Element types by PyTorch's names. */
const DTYPES: Readonly<Record<string, ElementType>> = {
  "torch.float64": "F64",
  "torch.float32": "F32",
  "torch.float16": "F16",
  "torch.bfloat16": "BF16",
  "torch.int64": "I64",
  "torch.int32": "I32",
  "torch.int16": "I16",
  "torch.int8": "I8",
  "torch.uint8": "U8",
  "torch.uint16": "U16",
  "torch.uint32": "U32",
  "torch.uint64": "U64",
  "torch.bool": "BOOL",
  "torch.complex64": "C64",
  "torch.float8_e4m3fn": "F8_E4M3",
  "torch.float8_e5m2": "F8_E5M2",
};

/** Returns the element type of a storage class; undefined if it is not one known here. */
export function typeOfStorage(className: string): ElementType | undefined {
  if (UNTYPED.test(className)) return "U8";
  const [, name] = /^torch\.(?:cuda\.)?(\w+Storage)$/.exec(className) ?? [];
  return name !== undefined && Object.hasOwn(STORAGE_TYPES, name) ? STORAGE_TYPES[name] : undefined;
}

/** Returns the element type that PyTorch calls so; undefined if it is not one known here. */
export function typeOfName(name: string): ElementType | undefined {
  return Object.hasOwn(DTYPES, name) ? DTYPES[name] : undefined;
}

/** Element types by NumPy's codes. */
const NUMPY_TYPES: Readonly<Record<string, ElementType>> = {
  f8: "F64",
  f4: "F32",
  f2: "F16",
  i8: "I64",
  i4: "I32",
  i2: "I16",
  i1: "I8",
  u1: "U8",
  b1: "BOOL",
};

/** Returns the element type of a NumPy code; undefined if it is not one known here. */
export function typeOfNumpy(code: string): ElementType | undefined {
  return Object.hasOwn(NUMPY_TYPES, code) ? NUMPY_TYPES[code] : undefined;
}
