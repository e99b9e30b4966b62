import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw } from "node:zlib";
import { dirname, join } from "node:path";
import type { WheelMember } from "./wheel.ts";

/** A member's line in a zip file's central directory. */
interface ZipEntry {
  readonly method: number;
  readonly crc: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  readonly headerOffset: number;
}

const CHUNK_BYTES = 1 << 20;
const STORED = 0;
const DEFLATED = 8;

/**
 * Unpacks some members of a zip file into a folder, a chunk at a time, and syncs each to disk.
 *
 * @param archivePath Zip file; not in zip64 form (under 4 GiB).
 * @param directory Existing folder the members are written to under their `fileName`.
 * @param options.members What to unpack.
 * @param options.report Called with the bytes written so far, over all members.
 * @throws {RangeError} If the file is no such archive, or a member is missing or damaged.
 */
export async function unpackMembers(
  archivePath: string,
  directory: string,
  options: {
    readonly members: readonly WheelMember[];
    readonly report: (writtenBytes: number) => void;
  },
): Promise<void> {
  using archive = await Deno.open(archivePath, { read: true });
  const entries = await readCentralDirectory(archive);
  let written = 0;
  for (const member of options.members) {
    const entry = entries.get(member.path);
    if (entry === undefined || entry.bytes !== member.bytes) {
      throw new RangeError(
        `Cannot unpack '${member.path}' as its length must be ${member.bytes} bytes: ` +
          `current value is ${entry?.bytes}`,
      );
    }
    const path = join(directory, member.fileName);
    await Deno.mkdir(dirname(path), { recursive: true });
    await unpackEntry(archive, entry, path, (bytes) => {
      written += bytes;
      options.report(written);
    });
    if (member.executable) await Deno.chmod(path, 0o755);
  }
}

/** Layout: APPNOTE.TXT of the zip format, sections 4.3.12 (entries) and 4.3.16 (end record). */
async function readCentralDirectory(archive: Deno.FsFile): Promise<Map<string, ZipEntry>> {
  const { size } = await archive.stat();
  const tailBytes = Math.min(size, 22 + 0xffff);
  const tail = await readAt(archive, size - tailBytes, tailBytes);
  const end = tail.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0 || end + 22 > tail.length) {
    throw new RangeError("Cannot unpack as the file must be a zip archive: its end is missing");
  }
  const directoryBytes = tail.readUInt32LE(end + 12);
  const directoryOffset = tail.readUInt32LE(end + 16);
  if (directoryOffset + directoryBytes > size) {
    throw new RangeError("Cannot unpack as the zip archive must be complete and under 4 GiB");
  }
  const directory = await readAt(archive, directoryOffset, directoryBytes);
  const entries = new Map<string, ZipEntry>();
  for (let at = 0; at + 46 <= directory.length;) {
    if (directory.readUInt32LE(at) !== 0x02014b50) {
      throw new RangeError("Cannot unpack as the zip archive's directory must be intact");
    }
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.set(directory.toString("utf8", at + 46, at + 46 + nameBytes), {
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      compressedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      headerOffset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function unpackEntry(
  archive: Deno.FsFile,
  entry: ZipEntry,
  path: string,
  report: (bytes: number) => void,
): Promise<void> {
  if (entry.method !== STORED && entry.method !== DEFLATED) {
    throw new RangeError(
      `Cannot unpack '${path}' as its compression must be 0 or 8: current value is ${entry.method}`,
    );
  }
  // The local header repeats the name, and its extra field may have another length than the directory's.
  const header = await readAt(archive, entry.headerOffset, 30);
  const offset = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  using file = await Deno.open(path, { write: true, createNew: true });
  let crc = 0;
  let length = 0;
  async function write(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of chunks) {
      crc = crc32(chunk, crc);
      length += chunk.length;
      for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
      report(chunk.length);
    }
  }
  const packed = Readable.from(readRange(archive, offset, entry.compressedBytes));
  if (entry.method === STORED) await write(packed);
  else await pipeline(packed, createInflateRaw({ chunkSize: CHUNK_BYTES }), write);
  if (crc !== entry.crc || length !== entry.bytes) {
    throw new RangeError(`Cannot unpack '${path}' as its checksum must match: the file is damaged`);
  }
  await file.sync();
}

async function* readRange(
  archive: Deno.FsFile,
  offset: number,
  bytes: number,
): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < bytes; done += CHUNK_BYTES) {
    yield await readAt(archive, offset + done, Math.min(CHUNK_BYTES, bytes - done));
  }
}

async function readAt(archive: Deno.FsFile, offset: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  await archive.seek(offset, Deno.SeekMode.Start);
  for (let done = 0; done < bytes;) {
    const count = await archive.read(buffer.subarray(done));
    if (count === null) {
      throw new RangeError("Cannot unpack as the zip archive must be complete: it ends too early");
    }
    done += count;
  }
  return buffer;
}
