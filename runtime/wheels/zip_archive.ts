import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import yauzl from "yauzl";
import { reasonOf } from "./reason_of.ts";

/** A file of a zip archive, as the archive's directory describes it. */
export interface ZipEntry {
  readonly fileName: string;
  readonly crc32: number;
  /** Length of the content in bytes. */
  readonly uncompressedSize: number;
}

/** What is used of yauzl's class `ZipFile`; the package has no types. */
interface YauzlFile {
  eachEntry(): AsyncIterable<ZipEntry>;
  openReadStreamPromise(entry: ZipEntry): Promise<AsyncIterable<Uint8Array>>;
}

/** A zip archive; the zip64 form too. The file that it is read from stays the caller's. */
export class ZipArchive {
  readonly #archive: YauzlFile;
  readonly #entries = new Map<string, ZipEntry>();

  private constructor(archive: YauzlFile) {
    this.#archive = archive;
  }

  /**
   * Reads the directory of an archive.
   *
   * @throws {RangeError} If the file is not a zip archive, or its directory is damaged or names
   * paths outside of the archive.
   */
  static async read(file: Deno.FsFile): Promise<ZipArchive> {
    const { size } = await file.stat();
    try {
      const options = { autoClose: false };
      const archive = new ZipArchive(
        await yauzl.fromRandomAccessReaderPromise(new ArchiveReader(file), size, options),
      );
      for await (const entry of archive.#archive.eachEntry()) {
        archive.#entries.set(entry.fileName, entry);
      }
      return archive;
    } catch (error) {
      throw damaged(error);
    }
  }

  /** Returns the file at a path; undefined if there is none. */
  entry(path: string): ZipEntry | undefined {
    return this.#entries.get(path);
  }

  /**
   * Yields the content of a file, a chunk at a time.
   *
   * @throws {RangeError} If the content is damaged, after its chunks.
   */
  async *content(entry: ZipEntry): AsyncGenerator<Uint8Array> {
    let crc = 0;
    try {
      // yauzl checks the length, but not the checksum.
      for await (const chunk of await this.#archive.openReadStreamPromise(entry)) {
        crc = crc32(chunk, crc);
        yield chunk;
      }
    } catch (error) {
      throw damaged(error);
    }
    if (crc === entry.crc32) return;
    throw new RangeError(
      `Cannot unpack '${entry.fileName}' as its checksum must be ${entry.crc32}: ` +
        `current value is ${crc}, the file is damaged`,
    );
  }
}

function damaged(cause: unknown): RangeError {
  return new RangeError(
    `Cannot unpack as the zip archive must be intact: ${reasonOf(cause)}`,
    { cause },
  );
}

/** Maximum bytes of the archive that are read at once. */
const CHUNK_BYTES = 1 << 20;

/**
 * Reads for yauzl, whose own reader hangs if a damaged archive names a position beyond the file.
 */
class ArchiveReader extends yauzl.RandomAccessReader {
  readonly #file: Deno.FsFile;

  constructor(file: Deno.FsFile) {
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
    readFully(this.#file, position, buffer.subarray(offset, offset + length))
      .then(() => callback(null, length), callback);
  }

  _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(readRange(this.#file, start, end));
  }
}

async function* readRange(
  file: Deno.FsFile,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array> {
  for (let position = start; position < end; position += CHUNK_BYTES) {
    const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, end - position));
    await readFully(file, position, chunk);
    yield chunk;
  }
}

async function readFully(file: Deno.FsFile, position: number, bytes: Uint8Array): Promise<void> {
  if (!Number.isSafeInteger(position)) {
    throw new RangeError(
      `Cannot read as the position must be in the file: current value is ${position}`,
    );
  }
  await file.seek(position, Deno.SeekMode.Start);
  let done = 0;
  while (done < bytes.length) {
    const count = await file.read(bytes.subarray(done));
    if (count === null) {
      throw new RangeError("Cannot read as the file must be complete: it ends too early");
    }
    done += count;
  }
}
