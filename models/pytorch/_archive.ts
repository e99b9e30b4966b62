import type { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";
import yauzl from "yauzl";
import type { ByteRange, RandomAccessFile } from "../tensor_files/random_access_file.ts";

/** What is used of an entry of yauzl; the package has no types. */
interface ArchiveEntry {
  readonly fileName: string;
  readonly crc32: number;
  readonly uncompressedSize: number;
  canDecodeFileData(): boolean;
  isCompressed(): boolean;
}

/** What is used of yauzl's class `ZipFile`. */
interface Archive {
  eachEntry(): AsyncIterable<ArchiveEntry>;
  readLocalFileHeaderPromise(
    entry: ArchiveEntry,
    options: { minimal: true },
  ): Promise<{ fileDataStart: number }>;
}

/** Bytes that are read at once for a checksum. */
const CHUNK_BYTES = 2 ** 20;

/** Maximum entries, of which each is at least a tensor. */
const ENTRY_LIMIT = 200_000;

/** The records of a zip archive that `torch.save` wrote, which are not compressed; zip64 too. */
export class RecordArchive {
  readonly #file: RandomAccessFile;
  readonly #archive: Archive;
  /** Entries by their names without the archive's own. */
  readonly #entries: ReadonlyMap<string, ArchiveEntry>;
  /** Where records are of which the checksum is right. */
  readonly #checked = new Map<string, Promise<ByteRange>>();

  private constructor(
    file: RandomAccessFile,
    archive: Archive,
    entries: ReadonlyMap<string, ArchiveEntry>,
  ) {
    this.#file = file;
    this.#archive = archive;
    this.#entries = entries;
  }

  /**
   * Reads the directory of an archive.
   *
   * @throws {PyTorchError} If the archive is damaged, or has not one folder with `data.pkl`.
   */
  static async open(file: RandomAccessFile): Promise<RecordArchive> {
    const all: ArchiveEntry[] = [];
    let archive: Archive;
    try {
      const options = { autoClose: false, lazyEntries: true };
      const reader = new ArchiveReader(file);
      archive = await yauzl.fromRandomAccessReaderPromise(reader, file.size, options);
      for await (const entry of archive.eachEntry()) {
        if (all.push(entry) > ENTRY_LIMIT) break;
      }
    } catch (cause) {
      throw damaged(file, "its zip archive is damaged", cause);
    }
    if (all.length > ENTRY_LIMIT) throw file.error(`it has more than ${ENTRY_LIMIT} records`);
    const roots = all.flatMap(({ fileName }) => /^([^/]+\/)data\.pkl$/.exec(fileName)?.[1] ?? []);
    const [root] = roots;
    if (root === undefined || roots.length > 1) {
      throw file.error(`its zip archive has ${roots.length} files data.pkl, not one`);
    }
    return new RecordArchive(file, archive, entriesIn(root, all, file));
  }

  /** Whether there is a record. */
  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /**
   * Returns where a record is, after it has checked its checksum once.
   *
   * @throws {PyTorchError} If there is no such record, or it is damaged.
   */
  locate(name: string): Promise<ByteRange> {
    const known = this.#checked.get(name);
    if (known !== undefined) return known;
    const located = this.#locate(name);
    this.#checked.set(name, located);
    return located;
  }

  async #locate(name: string): Promise<ByteRange> {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw damaged(this.#file, `it has no record '${name}'`);
    if (entry.isCompressed() || !entry.canDecodeFileData()) {
      throw this.#file.error(
        `its record '${name}' is compressed, which torch.save does not: another program changed it`,
      );
    }
    let start: number;
    try {
      const header = await this.#archive.readLocalFileHeaderPromise(entry, { minimal: true });
      start = header.fileDataStart;
    } catch (cause) {
      throw damaged(this.#file, `its record '${name}' is damaged`, cause);
    }
    const range = { start, length: entry.uncompressedSize };
    // PyTorch leaves the checksums out if asked; they then are 0.
    if (entry.crc32 !== 0 && checksumOf(this.#file, range) !== entry.crc32) {
      throw damaged(this.#file, `the checksum of its record '${name}' is wrong`);
    }
    return range;
  }
}

function entriesIn(root: string, all: readonly ArchiveEntry[], file: RandomAccessFile) {
  const entries = new Map<string, ArchiveEntry>();
  for (const entry of all) {
    if (!entry.fileName.startsWith(root)) continue;
    const name = entry.fileName.slice(root.length);
    if (entries.has(name)) throw damaged(file, `it has two records '${name}'`);
    entries.set(name, entry);
  }
  return entries;
}

function checksumOf(file: RandomAccessFile, { start, length }: ByteRange): number {
  let checksum = 0;
  for (let done = 0; done < length; done += CHUNK_BYTES) {
    const chunk = { start: start + done, length: Math.min(CHUNK_BYTES, length - done) };
    checksum = crc32(file.read(chunk), checksum);
  }
  return checksum;
}

/** What yauzl says of an archive whose directory, which is at its end, is missing. */
const NO_DIRECTORY = /^End of central directory record signature not found/;

function damaged(file: RandomAccessFile, reason: string, cause?: unknown): Error {
  if (cause instanceof Error && NO_DIRECTORY.test(cause.message)) {
    return file.error(
      "its end is missing. A download or copy of it broke off: get the whole file",
      { cause },
    );
  }
  const detail = cause instanceof Error ? ` (${cause.message.slice(0, 120)})` : "";
  return file.error(`${reason}${detail}. Get the whole file again`, { cause });
}

/** Reads for yauzl, whose own reader hangs if an archive names a position beyond the file. */
class ArchiveReader extends yauzl.RandomAccessReader {
  readonly #file: RandomAccessFile;

  constructor(file: RandomAccessFile) {
    super();
    this.#file = file;
  }

  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: unknown, bytes?: number) => void,
  ): void {
    // Later, as yauzl expects, which otherwise calls itself for each entry.
    queueMicrotask(() => {
      try {
        buffer.set(this.#file.read({ start: position, length }), offset);
      } catch (error) {
        callback(error);
        return;
      }
      callback(null, length);
    });
  }
}
