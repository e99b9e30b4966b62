/** Fields of the header of a 64-bit ELF file: their positions and lengths in bytes. */
const HEADER_BYTES = 64;
const TABLE_OFFSET = 32;
const ENTRY_BYTES = 54;
const ENTRY_COUNT = 56;

/** Fields of an entry of its table of segments. */
const SEGMENT_OFFSET = 8;
const SEGMENT_BYTES = 32;

/** Of a segment that is mapped into memory. */
const PT_LOAD = 1;

/**
 * Requires that a shared library is not cut off: the system maps it into memory, and would end this
 * process where the file is too short.
 *
 * @throws {Error} If it is cut off, or not a library for 64-bit Linux.
 */
export async function requireWholeLibrary(path: string): Promise<void> {
  using file = await Deno.open(path, { read: true });
  const { size } = await file.stat();
  const header = await readAt(file, 0, HEADER_BYTES);
  if (header === null || header.getUint32(0) !== 0x7f454c46 || header.getUint8(4) !== 2) {
    throw new Error(`${path} is not a library for 64-bit Linux`);
  }
  const entryBytes = header.getUint16(ENTRY_BYTES, true);
  const tableBytes = entryBytes * header.getUint16(ENTRY_COUNT, true);
  const tableStart = Number(header.getBigUint64(TABLE_OFFSET, true));
  const table = await readAt(file, tableStart, tableBytes);
  const end = table === null ? tableStart + tableBytes : endOfSegments(table, entryBytes);
  if (size < end) throw new Error(`${path} is cut off: it has ${size} bytes of at least ${end}`);
}

function endOfSegments(table: DataView, entryBytes: number): number {
  let end = 0;
  for (let entry = 0; entry < table.byteLength; entry += entryBytes) {
    if (table.getUint32(entry, true) !== PT_LOAD) continue;
    const offset = table.getBigUint64(entry + SEGMENT_OFFSET, true);
    const bytes = table.getBigUint64(entry + SEGMENT_BYTES, true);
    end = Math.max(end, Number(offset + bytes));
  }
  return end;
}

/** Returns bytes of a file; null if it ends before them. */
async function readAt(
  file: Deno.FsFile,
  position: number,
  bytes: number,
): Promise<DataView | null> {
  if (!Number.isSafeInteger(position)) return null;
  await file.seek(position, Deno.SeekMode.Start);
  const buffer = new Uint8Array(bytes);
  for (let done = 0; done < bytes;) {
    const count = await file.read(buffer.subarray(done));
    if (count === null) return null;
    done += count;
  }
  return new DataView(buffer.buffer);
}
