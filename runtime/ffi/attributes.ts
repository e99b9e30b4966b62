import { cachedCString } from "./c_string.ts";
import { DataType } from "./data_types.ts";
import type { Pointer, TensorFlowLibrary } from "./library.ts";

/** `TF_AttrType` of tensorflow/c/tf_attrtype.h. */
export const AttributeType = {
  string: 0,
  int: 1,
  float: 2,
  bool: 3,
  type: 4,
  shape: 5,
} as const;

/** An op attribute in the form tfjs-node's kernels hand to their binding. */
export interface OpAttribute {
  /** The attribute's name in TensorFlow's definition of the op. */
  readonly name: string;
  /** One of {@linkcode AttributeType}. */
  readonly type: number;
  /** The value; a list of values for attributes that are lists. */
  // deno-lint-ignore no-explicit-any -- tfjs-node types it as boolean | number | object | string | number[]
  readonly value: any;
}

type Setter = (target: Pointer, name: Uint8Array<ArrayBuffer>, value: OpAttribute["value"]) => void;

/** How attributes are set on one kind of op: eager (`TFE_Op`) or in a graph. */
export interface AttributeSetters {
  /** By {@linkcode AttributeType}: setters of attributes with one value. */
  readonly single: Readonly<Record<number, Setter>>;
  /** By {@linkcode AttributeType}: setters of attributes that are lists. */
  readonly list: Readonly<Record<number, Setter>>;
}

/** Returns the setters for an op that is about to run eagerly (`TFE_OpSetAttr…`). */
export function eagerSetters({ symbols, status }: TensorFlowLibrary): AttributeSetters {
  return {
    single: {
      [AttributeType.string]: (op, name, value) => {
        const bytes = stringBytes(value);
        symbols.TFE_OpSetAttrString(op, name, bytes, BigInt(bytes.length));
      },
      [AttributeType.int]: (op, name, value) => symbols.TFE_OpSetAttrInt(op, name, integer(value)),
      [AttributeType.float]: (op, name, value) => symbols.TFE_OpSetAttrFloat(op, name, value),
      [AttributeType.bool]: (op, name, value) => symbols.TFE_OpSetAttrBool(op, name, Number(value)),
      [AttributeType.type]: (op, name, value) => symbols.TFE_OpSetAttrType(op, name, value),
      [AttributeType.shape]: (op, name, value) =>
        symbols.TFE_OpSetAttrShape(op, name, integers(value), value.length, status),
    },
    list: {
      [AttributeType.int]: (op, name, value) =>
        symbols.TFE_OpSetAttrIntList(op, name, integers(value), value.length),
      [AttributeType.float]: (op, name, value) =>
        symbols.TFE_OpSetAttrFloatList(op, name, Float32Array.from(value), value.length),
      [AttributeType.bool]: (op, name, value) =>
        symbols.TFE_OpSetAttrBoolList(op, name, Uint8Array.from(value, Number), value.length),
      [AttributeType.type]: (op, name, value) =>
        symbols.TFE_OpSetAttrTypeList(op, name, Int32Array.from(value), value.length),
    },
  };
}

/** Returns the setters for an op that is about to be added to a graph (`TF_SetAttr…`). */
export function graphSetters({ symbols }: TensorFlowLibrary): AttributeSetters {
  return {
    single: {
      [AttributeType.string]: (op, name, value) => {
        const bytes = stringBytes(value);
        symbols.TF_SetAttrString(op, name, bytes, BigInt(bytes.length));
      },
      [AttributeType.int]: (op, name, value) => symbols.TF_SetAttrInt(op, name, integer(value)),
      [AttributeType.float]: (op, name, value) => symbols.TF_SetAttrFloat(op, name, value),
      [AttributeType.bool]: (op, name, value) => symbols.TF_SetAttrBool(op, name, Number(value)),
      [AttributeType.type]: (op, name, value) => symbols.TF_SetAttrType(op, name, value),
      [AttributeType.shape]: (op, name, value) =>
        symbols.TF_SetAttrShape(op, name, integers(value), value.length),
    },
    list: {
      [AttributeType.string]: (op, name, value: readonly string[]) => {
        // Kept, so that the addresses stay theirs; each ends with a zero.
        const texts = value.map(cachedCString);
        const addresses = texts.map((text) =>
          Deno.UnsafePointer.value(Deno.UnsafePointer.of(text))
        );
        const lengths = texts.map(({ length }) => BigInt(length - 1));
        symbols.TF_SetAttrStringList(
          op,
          name,
          BigUint64Array.from(addresses),
          BigUint64Array.from(lengths),
          texts.length,
        );
      },
      [AttributeType.int]: (op, name, value) =>
        symbols.TF_SetAttrIntList(op, name, integers(value), value.length),
      [AttributeType.float]: (op, name, value) =>
        symbols.TF_SetAttrFloatList(op, name, Float32Array.from(value), value.length),
      [AttributeType.bool]: (op, name, value) =>
        symbols.TF_SetAttrBoolList(op, name, Uint8Array.from(value, Number), value.length),
      [AttributeType.type]: (op, name, value) =>
        symbols.TF_SetAttrTypeList(op, name, Int32Array.from(value), value.length),
    },
  };
}

/**
 * Drops the fraction, as tfjs-node's addon does: its kernels pass seeds on unchanged, even 3.14.
 */
function integer(value: number): bigint {
  return BigInt(Math.trunc(value));
}

function integers(values: readonly number[]): BigInt64Array<ArrayBuffer> {
  return BigInt64Array.from(values, integer);
}

/**
 * Sets `attributes` on `target`.
 *
 * @throws {TypeError} If no setter knows the type of an attribute.
 */
export function applyAttributes(
  setters: AttributeSetters,
  target: Pointer,
  attributes: readonly OpAttribute[],
): void {
  for (const { name, type, value } of attributes) {
    const isList = Array.isArray(value) && type !== AttributeType.shape;
    const set = (isList ? setters.list : setters.single)[type];
    if (set === undefined) {
      throw new TypeError(
        `Cannot set attribute '${name}' as its type must be supported: current value is ${type}`,
      );
    }
    set(target, cachedCString(name), value);
  }
}

const encoder = new TextEncoder();

function stringBytes(value: string | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return typeof value === "string" ? encoder.encode(value) : value;
}

/**
 * Makes attributes of ops: `attr.type("T", "float32")`, `attr.ints("strides", [1, 2])`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { attr, nativeOp, startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const attributes = [attr.type("T", "float32"), attr.bool("sorted", true)];
 * const [values] = nativeOp("TopKV2", attributes, [tf.tensor1d([3, 9, 5]), tf.scalar(2, "int32")], 2);
 * assert.deepEqual(values.arraySync(), [9, 5]);
 * ```
 */
export const attr = {
  string: (name: string, value: string): OpAttribute => ({
    name,
    type: AttributeType.string,
    value,
  }),
  strings: (name: string, value: readonly string[]): OpAttribute => ({
    name,
    type: AttributeType.string,
    value,
  }),
  int: (name: string, value: number): OpAttribute => ({ name, type: AttributeType.int, value }),
  ints: (name: string, value: readonly number[]): OpAttribute => ({
    name,
    type: AttributeType.int,
    value,
  }),
  float: (name: string, value: number): OpAttribute => ({ name, type: AttributeType.float, value }),
  bool: (name: string, value: boolean): OpAttribute => ({ name, type: AttributeType.bool, value }),
  shape: (name: string, value: readonly number[]): OpAttribute => ({
    name,
    type: AttributeType.shape,
    value,
  }),
  type: (name: string, value: keyof typeof DataType): OpAttribute => ({
    name,
    type: AttributeType.type,
    value: DataType[value],
  }),
  typeNumber: (name: string, value: number): OpAttribute => ({
    name,
    type: AttributeType.type,
    value,
  }),
};

/** Attributes of a function call that make TensorFlow compile the function with XLA. */
export const XLA = [attr.bool("_XlaMustCompile", true)];
