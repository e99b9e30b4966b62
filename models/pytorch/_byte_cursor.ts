import type { ByteRange, RandomAccessFile } from "../tensor_files/random_access_file.ts";

/** Bytes that are read at once. */
const CHUNK_BYTES = 2 ** 16;

const NEWLINE = 0x0a;

/** Maximum bytes of a line, which holds a name or a number. */
const LINE_LIMIT = 4096;

/** Reads a range of a file from its beginning to its end. */
export class ByteCursor {
  readonly #file: RandomAccessFile;
  readonly #end: number;
  #position: number;
  #chunk = new Uint8Array(0);
  #chunkStart = 0;

  constructor(file: RandomAccessFile, { start, length }: ByteRange) {
    this.#file = file;
    this.#position = start;
    this.#end = start + length;
  }

  /** Position in the file of the next byte. */
  get position(): number {
    return this.#position;
  }

  /** Reads a byte. */
  uint8(): number {
    return this.view(1).getUint8(0);
  }

  /** Reads bytes that are few, as numbers. */
  view(length: number): DataView {
    const bytes = this.bytes(length);
    return new DataView(bytes.buffer, bytes.byteOffset, length);
  }

  /** Reads bytes; they must not be changed. */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    const { start } = this.skip(length);
    if (length > CHUNK_BYTES) return this.#file.read({ start, length });
    const isInChunk = start >= this.#chunkStart &&
      start + length <= this.#chunkStart + this.#chunk.length;
    if (!isInChunk) {
      this.#chunk = this.#file.read({ start, length: Math.min(CHUNK_BYTES, this.#end - start) });
      this.#chunkStart = start;
    }
    const first = start - this.#chunkStart;
    return this.#chunk.subarray(first, first + length);
  }

  /** Skips bytes, and returns where they are. */
  skip(length: number): ByteRange {
    if (length > this.#end - this.#position) {
      throw this.error(`it needs ${length} bytes at ${this.#position}, and ends before`);
    }
    const range = { start: this.#position, length };
    this.#position += length;
    return range;
  }

  /** Reads an unsigned number of 4 or 8 bytes that counts bytes. */
  count(width: 4 | 8): number {
    const view = this.view(width);
    return width === 4 ? view.getUint32(0, true) : Number(view.getBigUint64(0, true));
  }

  /** Reads a line without its end. */
  line(): string {
    const bytes: number[] = [];
    for (let byte = this.uint8(); byte !== NEWLINE; byte = this.uint8()) {
      if (bytes.length === LINE_LIMIT) throw this.error("a name in it is too long");
      bytes.push(byte);
    }
    return new TextDecoder().decode(Uint8Array.from(bytes));
  }

  /** Creates an error for the file, which is damaged. */
  error(reason: string): Error {
    return this.#file.error(`${reason}. The file is damaged: get it again`);
  }
}
