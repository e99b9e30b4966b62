import type { ElementType } from "../tensor_files/element_type.ts";
import { ELEMENT_BYTES } from "../tensor_files/element_type.ts";
import { PickleGlobal, PickleTuple, type PickleValue, StorageRef } from "./_pickle_values.ts";
import type { BuilderTools } from "./_rebuild_tensor.ts";
import { typeOfStorage } from "./_torch_types.ts";

/** Bytes of an element of a type that is not known here; such tensors are left out. */
const UNKNOWN_BYTES = 1;

/** The storages that a pickle refers to, by their keys. */
export class StorageTable {
  readonly #whole = new Map<string, StorageRef>();
  readonly #tools: BuilderTools;

  constructor(tools: BuilderTools) {
    this.#tools = tools;
  }

  /** Returns the whole storage of a key; undefined if the pickle does not refer to it. */
  get(key: string): StorageRef | undefined {
    return this.#whole.get(key);
  }

  /**
   * Returns what a pickle's identifier refers to: a storage, or a part of one.
   *
   * @param identifier ("storage", class, key, device, length in elements), and in older files the
   * part of the storage, as (key, offset, length) or None; or ("module", class, file, source).
   */
  resolve(identifier: PickleValue): PickleValue {
    const { fail, text } = this.#tools;
    const items = identifier instanceof PickleTuple ? identifier.items : [];
    const [kind, type, keyItem, , count, part] = items;
    // Of a whole network that was saved as an object, with the source of its class.
    if (text(kind) === "module" && type instanceof PickleGlobal) return type;
    const key = text(keyItem);
    if (text(kind) !== "storage" || !(type instanceof PickleGlobal) || key === undefined) {
      throw fail("it refers to what is not a storage");
    }
    if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 0) {
      throw fail(`storage '${key}' in it has no length`);
    }
    const dtype = typeOfStorage(type.name);
    return this.#part(part, this.#add({ key, dtype, count }));
  }

  #add({ key, dtype, count }: {
    readonly key: string;
    readonly dtype: ElementType | undefined;
    readonly count: number;
  }): StorageRef {
    const elementBytes = dtype === undefined ? UNKNOWN_BYTES : ELEMENT_BYTES[dtype];
    const storage = new StorageRef({ key, dtype, length: count * elementBytes, skipped: 0 });
    const known = this.#whole.get(key);
    if (known === undefined) this.#whole.set(key, storage);
    else if (known.length !== storage.length || known.dtype !== dtype) {
      throw this.#tools.fail(`storage '${key}' in it has two lengths`);
    }
    return storage;
  }

  #part(part: PickleValue | undefined, whole: StorageRef): StorageRef {
    if (part === undefined || part === null) return whole;
    const [, offset, count] = part instanceof PickleTuple ? part.items : [];
    const elementBytes = whole.dtype === undefined ? UNKNOWN_BYTES : ELEMENT_BYTES[whole.dtype];
    if (typeof offset !== "number" || typeof count !== "number") {
      throw this.#tools.fail(`a part of storage '${whole.key}' in it has no extent`);
    }
    const isInside = offset >= 0 && count >= 0 &&
      (offset + count) * elementBytes <= whole.length;
    if (!isInside) {
      throw this.#tools.fail(`a part of storage '${whole.key}' in it is outside of it`);
    }
    const { key, dtype } = whole;
    return new StorageRef({
      key,
      dtype,
      length: count * elementBytes,
      skipped: offset * elementBytes,
    });
  }
}
