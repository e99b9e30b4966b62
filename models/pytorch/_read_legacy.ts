import { ELEMENT_BYTES } from "../tensor_files/element_type.ts";
import type { ByteRange, RandomAccessFile } from "../tensor_files/random_access_file.ts";
import { ByteCursor } from "./_byte_cursor.ts";
import { type Content, PickleSource } from "./_content.ts";
import { PickleDict, PickleList, type PickleValue } from "./_pickle_values.ts";

/** The number at the beginning of files that `torch.save` wrote before version 1.6. */
const MAGIC = 0x1950a86a20f9469cfc6cn;

/** The only version of that format. */
const PROTOCOL = 1001;

/**
 * Reads what `torch.save` wrote before version 1.6, and still writes if asked: pickles of a magic
 * number, a version, a description of the machine, the value, and the storages' keys; then the
 * storages, each after its number of elements.
 */
export function readLegacy(file: RandomAccessFile): Content {
  const cursor = new ByteCursor(file, { start: 0, length: file.size });
  const source = new PickleSource(file);
  if (source.read(cursor) !== MAGIC) throw cursor.error("it does not begin as PyTorch's files do");
  if (source.read(cursor) !== PROTOCOL) {
    throw cursor.error(`its version is not ${PROTOCOL}, of which nothing else is known`);
  }
  requireLittleEndian(source.read(cursor), file);
  const root = source.read(cursor);
  const ranges = locateStorages(source.read(cursor), source, cursor);
  return {
    root,
    // deno-lint-ignore require-await -- async, so that its errors are rejections
    async locate({ key, length, skipped }) {
      const range = ranges.get(key);
      if (range === undefined) throw cursor.error(`it has no storage '${key}'`);
      return { start: range.start + skipped, length };
    },
  };
}

/** Requires the order of bytes that all common computers have. */
function requireLittleEndian(system: PickleValue, file: RandomAccessFile): void {
  const isLittle = system instanceof PickleDict && system.entries.get("little_endian") === true;
  if (isLittle) return;
  throw file.error(
    "its numbers are not written in the order of common computers. Save it again on one of these",
  );
}

function locateStorages(
  keys: PickleValue,
  source: PickleSource,
  cursor: ByteCursor,
): ReadonlyMap<string, ByteRange> {
  if (!(keys instanceof PickleList)) throw cursor.error("it has no list of its storages");
  const ranges = new Map<string, ByteRange>();
  for (const item of keys.items) {
    const key = source.text(item);
    const storage = key === undefined ? undefined : source.storages.get(key);
    if (key === undefined || storage === undefined || ranges.has(key)) {
      throw cursor.error("it lists a storage that no tensor has, or one twice");
    }
    // Where the following ones are is known only with the bytes of an element.
    if (storage.dtype === undefined) {
      throw cursor.error(`the type of storage '${key}' in it is not known`);
    }
    const length = cursor.count(8) * ELEMENT_BYTES[storage.dtype];
    if (length !== storage.length) {
      throw cursor.error(`storage '${key}' in it has ${length} bytes, not ${storage.length}`);
    }
    ranges.set(key, cursor.skip(length));
  }
  return ranges;
}
