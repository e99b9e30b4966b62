import { type EventEmitter, once } from "node:events";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import yauzl from "yauzl";
import type { WheelMember } from "./wheel.ts";

/** A file of a zip archive, by what the archive's directory says of it. */
interface ZipEntry {
  readonly fileName: string;
  readonly crc32: number;
  /** Length of the content in bytes. */
  readonly uncompressedSize: number;
}

/** What is used of yauzl's class `ZipFile`; the package has no types. */
interface ZipFile extends EventEmitter {
  eachEntry(): AsyncIterable<ZipEntry>;
  openReadStreamPromise(entry: ZipEntry): Promise<Readable>;
  close(): void;
}

/**
 * Unpacks some members of a zip archive into a folder, a chunk at a time, and syncs each to disk.
 *
 * @param archivePath Zip archive, in the zip64 form too.
 * @param directory Existing folder the members are written to under their `fileName`.
 * @param options.members What to unpack.
 * @param options.report Called with the bytes written so far, over all members.
 * @throws {RangeError} If the file is not a zip archive, or a member is missing or damaged.
 */
export async function unpackMembers(
  archivePath: string,
  directory: string,
  options: {
    readonly members: readonly WheelMember[];
    readonly report: (writtenBytes: number) => void;
  },
): Promise<void> {
  const archive = await openArchive(archivePath);
  try {
    const entries = await readEntries(archive);
    let written = 0;
    for (const member of options.members) {
      const entry = entryOf(member, entries);
      const path = join(directory, member.fileName);
      await Deno.mkdir(dirname(path), { recursive: true });
      await unpackEntry(archive, entry, path, (bytes) => {
        written += bytes;
        options.report(written);
      });
      if (member.executable) await Deno.chmod(path, 0o755);
    }
  } finally {
    await closeArchive(archive);
  }
}

async function openArchive(path: string): Promise<ZipFile> {
  try {
    return await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
  } catch (error) {
    throw damaged(error);
  }
}

/** Closes the archive, and waits until its file is closed. */
async function closeArchive(archive: ZipFile): Promise<void> {
  const closed = once(archive, "close");
  archive.close();
  await closed;
}

async function readEntries(archive: ZipFile): Promise<Map<string, ZipEntry>> {
  const entries = new Map<string, ZipEntry>();
  try {
    for await (const entry of archive.eachEntry()) entries.set(entry.fileName, entry);
  } catch (error) {
    throw damaged(error);
  }
  return entries;
}

function entryOf({ path, bytes }: WheelMember, entries: ReadonlyMap<string, ZipEntry>): ZipEntry {
  const entry = entries.get(path);
  if (entry !== undefined && entry.uncompressedSize === bytes) return entry;
  throw new RangeError(
    `Cannot unpack '${path}' as its length must be ${bytes} bytes: ` +
      `current value is ${entry?.uncompressedSize}`,
  );
}

async function unpackEntry(
  archive: ZipFile,
  entry: ZipEntry,
  path: string,
  report: (bytes: number) => void,
): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  let crc = 0;
  for await (const chunk of contentOf(archive, entry)) {
    crc = crc32(chunk, crc);
    for (let done = 0; done < chunk.length;) done += await file.write(chunk.subarray(done));
    report(chunk.length);
  }
  if (crc !== entry.crc32) {
    throw new RangeError(
      `Cannot unpack '${entry.fileName}' as its checksum must match: the file is damaged`,
    );
  }
  await file.sync();
}

/** Yields the content of a file; yauzl checks its length. */
async function* contentOf(archive: ZipFile, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  try {
    yield* await archive.openReadStreamPromise(entry);
  } catch (error) {
    throw damaged(error);
  }
}

function damaged(cause: unknown): RangeError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new RangeError(
    `Cannot unpack as the file must be an intact zip archive: current value is not (${reason})`,
    { cause },
  );
}
