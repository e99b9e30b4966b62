import type { ElementType } from "../tensor_files/element_type.ts";
import type { ByteRange } from "../tensor_files/random_access_file.ts";

/** A value that a pickle builds. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleBytes
  | PickleTuple
  | PickleList
  | PickleDict
  | PickleSet
  | PickleGlobal
  | InertObject
  | StorageRef
  | TensorRef
  | NumpyType
  | NumpyArray;

/** Bytes, or a text of Python 2, which has the same type; they stay in the file until needed. */
export class PickleBytes {
  constructor(readonly range: ByteRange, readonly isText: boolean) {}
}

/** A tuple. */
export class PickleTuple {
  constructor(readonly items: readonly PickleValue[]) {}
}

/** A list. */
export class PickleList {
  readonly items: PickleValue[] = [];
}

/** A set, whose elements are of no use here. */
export class PickleSet {}

/** A dictionary. */
export class PickleDict {
  #entries: Map<PickleValue, PickleValue> | undefined;

  /** @param hasAttributes Whether it can have attributes, as an `OrderedDict` can. */
  constructor(readonly hasAttributes: boolean) {}

  get entries(): ReadonlyMap<PickleValue, PickleValue> {
    return this.#entries ?? new Map();
  }

  set(key: PickleValue, value: PickleValue): void {
    // Created late, as a damaged file may have millions of empty dictionaries.
    this.#entries ??= new Map();
    this.#entries.set(key, value);
  }
}

/** A class or function by its name; it is never looked up. */
export class PickleGlobal {
  constructor(readonly name: string) {}
}

/** An object of a class that is not built here, or the result of a function that is not called. */
export class InertObject {
  constructor(readonly className: string) {}
}

/** The memory of one or more tensors, which is elsewhere in the file. */
export class StorageRef {
  /** Its name in the file. */
  readonly key: string;
  /** Type of its elements; undefined if it is one that is not known here. */
  readonly dtype: ElementType | undefined;
  /** Bytes of the memory. */
  readonly length: number;
  /** Bytes before this part, of the memory that has the name. */
  readonly skipped: number;

  constructor(storage: Readonly<Omit<StorageRef, never>>) {
    this.key = storage.key;
    this.dtype = storage.dtype;
    this.length = storage.length;
    this.skipped = storage.skipped;
  }
}

/** A tensor: a view of a storage. */
export class TensorRef {
  readonly dtype: ElementType;
  /** Where its elements are: in a storage, or in the pickle itself. */
  readonly memory: StorageRef | PickleBytes;
  /** Index of its first element in the memory. */
  readonly offset: number;
  readonly shape: readonly number[];
  /** Step from index to index of each dimension, in elements. */
  readonly strides: readonly number[];

  constructor(tensor: Readonly<Omit<TensorRef, never>>) {
    this.dtype = tensor.dtype;
    this.memory = tensor.memory;
    this.offset = tensor.offset;
    this.shape = tensor.shape;
    this.strides = tensor.strides;
  }
}

/** NumPy's type of the elements of an array. */
export class NumpyType {
  isBigEndian = false;
  constructor(readonly code: string) {}
}

/** An array of NumPy, which becomes a tensor when its state is known. */
export class NumpyArray {
  tensor: TensorRef | undefined;
}
