/** Fields of the header of a 64-bit ELF file: their positions and lengths in bytes. */
const HEADER_BYTES = 64;
const TABLE_OFFSET = 32;
const ENTRY_LENGTH = 54;
const ENTRY_COUNT = 56;

/** Length of an entry of its table of segments, and fields of it. */
const ENTRY_BYTES = 56;
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
  if (header === null || !isLibrary(header)) {
    throw new Error(`${path} is not a library for 64-bit Linux`);
  }
  const tableBytes = ENTRY_BYTES * header.getUint16(ENTRY_COUNT, true);
  const tableStart = Number(header.getBigUint64(TABLE_OFFSET, true));
  const table = await readAt(file, tableStart, tableBytes);
  const end = table === null ? tableStart + tableBytes : endOfSegments(table);
  if (size < end) throw new Error(`${path} is cut off: it has ${size} bytes of at least ${end}`);
}

function isLibrary(header: DataView): boolean {
  return header.getUint32(0) === 0x7f454c46 && header.getUint8(4) === 2 &&
    header.getUint16(ENTRY_LENGTH, true) === ENTRY_BYTES;
}

function endOfSegments(table: DataView): number {
  let end = 0;
  for (let entry = 0; entry < table.byteLength; entry += ENTRY_BYTES) {
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
