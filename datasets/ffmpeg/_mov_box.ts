import type { FileReader } from "./_file_reader.ts";

/** A box of a MOV or MP4 file. */
export interface MovBox {
  /** Its name of four characters. */
  readonly name: string;
  /** Where its content begins in the file. */
  readonly start: number;
  /** Where the next box begins. */
  readonly end: number;
}

/** The largest number of bytes that a box may have. */
const MAX_BYTES = BigInt(Number.MAX_SAFE_INTEGER);

/** Reads the head of the box at a position; null if there is none, or its length is not known. */
export async function readMovBox(file: FileReader, position: number): Promise<MovBox | null> {
  const head = await file.read(position, 16);
  if (head.byteLength < 8) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const short = view.getUint32(0);
  const isLong = short === 1 && head.byteLength === 16;
  const length = isLong ? view.getBigUint64(8) : BigInt(short);
  const headBytes = isLong ? 16 : 8;
  if (length < headBytes || length > MAX_BYTES) return null;
  const name = new TextDecoder("latin1").decode(head.subarray(4, 8));
  return { name, start: position + headBytes, end: position + Number(length) };
}
