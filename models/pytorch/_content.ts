import type { ByteRange, RandomAccessFile } from "../tensor_files/random_access_file.ts";
import { ByteCursor } from "./_byte_cursor.ts";
import { PickleBytes, type PickleValue, type StorageRef } from "./_pickle_values.ts";
import { type BuilderTools, buildNumpy, callBuilder } from "./_rebuild_tensor.ts";
import { StorageTable } from "./_storages.ts";
import { unpickle } from "./_unpickle.ts";

/** What a PyTorch file holds, of which only the pickle has been read. */
export interface Content {
  /** What was passed to `torch.save`. */
  readonly root: PickleValue;
  /** Returns where a storage is in the file. */
  locate(storage: StorageRef): Promise<ByteRange>;
}

/** Maximum bytes of a text of Python 2 that is a name. */
const TEXT_LIMIT = 65_536;

/** Reads pickles of a file, which refer to storages. */
export class PickleSource {
  /** The storages that the pickles refer to. */
  readonly storages: StorageTable;
  readonly #file: RandomAccessFile;
  readonly #tools: BuilderTools;

  constructor(file: RandomAccessFile) {
    this.#file = file;
    this.#tools = {
      fail: (reason) => file.error(`${reason}. The file is damaged: get it again`),
      text: (value) => this.text(value),
    };
    this.storages = new StorageTable(this.#tools);
  }

  /** Reads a pickle that begins at the cursor. */
  read(cursor: ByteCursor): PickleValue {
    return unpickle(cursor, {
      call: (name, args) => callBuilder(name, args, this.#tools),
      resolve: (identifier) => this.storages.resolve(identifier),
      build: (target, state) => buildNumpy(target, state, this.#tools),
      text: (bytes) => {
        const text = this.text(bytes);
        if (text === undefined) throw cursor.error("a name in it is not a text");
        return text;
      },
    });
  }

  /** Reads the pickle that is a range of the file. */
  readRange(range: ByteRange): PickleValue {
    return this.read(new ByteCursor(this.#file, range));
  }

  /** Returns the text that a value is, which Python 2 writes as bytes; undefined if it is none. */
  text(value: PickleValue | undefined): string | undefined {
    if (typeof value === "string") return value;
    if (!(value instanceof PickleBytes) || !value.isText) return undefined;
    if (value.range.length > TEXT_LIMIT) return undefined;
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(this.#file.read(value.range));
    } catch (error) {
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  }
}
