import { Buffer } from "node:buffer";
import { crc32, deflateRawSync } from "node:zlib";

/** One file to put into a zip archive. */
export interface ZipFile {
  readonly path: string;
  readonly content: Uint8Array;
  /** Whether to store it as it is. @default false */
  readonly stored?: boolean;
}

/** Options of {@linkcode zip}. */
export interface ZipOptions {
  /**
   * Whether to write lengths and offsets in the zip64 form only.
   *
   * @default false
   */
  readonly zip64?: boolean;
  /**
   * Position in the file that the archive will be written to.
   *
   * @default 0
   */
  readonly start?: number;
}

/**
 * Writes a zip archive: local header and content of each file, then the directory (APPNOTE.TXT
 * 4.3).
 */
export function zip(
  files: readonly ZipFile[],
  { zip64 = false, start = 0 }: ZipOptions = {},
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = start;
  for (const file of files) {
    const local = localFile(file);
    directory.push(...directoryEntry(file, { offset, zip64 }));
    parts.push(...local);
    offset += lengthOf(local);
  }
  const end = endOfArchive({
    count: files.length,
    bytes: lengthOf(directory),
    offset,
    zip64,
  });
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

function packedContent({ content, stored = false }: ZipFile): Uint8Array {
  return stored ? content : deflateRawSync(content);
}

/** Version, flags, method, time and checksum, which both headers of a file begin with. */
function startOfHeader({ content, stored = false }: ZipFile): Uint8Array {
  return fields([[20, 2], [0, 2], [stored ? 0 : 8, 2], [0, 4], [crc32(content), 4]]);
}

function localFile(file: ZipFile): Uint8Array[] {
  const name = new TextEncoder().encode(file.path);
  const packed = packedContent(file);
  // An extra field in the local header only: a reader must not take its length from the directory.
  const extra = fields([[0xcafe, 2], [2, 2], [0, 2]]);
  return [
    fields([[0x04034b50, 4]]),
    startOfHeader(file),
    fields([[packed.length, 4], [file.content.length, 4], [name.length, 2], [extra.length, 2]]),
    name,
    extra,
    packed,
  ];
}

/** The value of a 32-bit field whose real value is in the zip64 form. */
const IN_ZIP64 = 0xffffffff;

function directoryEntry(
  file: ZipFile,
  { offset, zip64 }: { readonly offset: number; readonly zip64: boolean },
): Uint8Array[] {
  const name = new TextEncoder().encode(file.path);
  const content = file.content.length;
  const packed = packedContent(file).length;
  const extra = zip64
    ? fields([[1, 2], [24, 2], [content, 8], [packed, 8], [offset, 8]])
    : new Uint8Array();
  const short = (value: number): Field => [zip64 ? IN_ZIP64 : value, 4];
  return [
    fields([[0x02014b50, 4], [20, 2]]),
    startOfHeader(file),
    fields([short(packed), short(content), [name.length, 2], [extra.length, 2]]),
    fields([[0, 2], [0, 2], [0, 2], [0, 4], short(offset)]),
    name,
    extra,
  ];
}

/** The end record; in the zip64 form after the zip64 record and its locator. */
function endOfArchive(
  { count, bytes, offset, zip64 }: {
    readonly count: number;
    readonly bytes: number;
    readonly offset: number;
    readonly zip64: boolean;
  },
): Uint8Array {
  if (!zip64) {
    const counts: Field[] = [[count, 2], [count, 2]];
    return fields([[0x06054b50, 4], [0, 4], ...counts, [bytes, 4], [offset, 4], [0, 2]]);
  }
  const record: Field[] = [[0x06064b50, 4], [44, 8], [45, 2], [45, 2], [0, 4], [0, 4]];
  const locator: Field[] = [[0x07064b50, 4], [0, 4], [offset + bytes, 8], [1, 4]];
  return fields([
    ...record,
    [count, 8],
    [count, 8],
    [bytes, 8],
    [offset, 8],
    ...locator,
    [0x06054b50, 4],
    [0, 4],
    [0xffff, 2],
    [0xffff, 2],
    [IN_ZIP64, 4],
    [IN_ZIP64, 4],
    [0, 2],
  ]);
}

type Field = readonly [value: number, bytes: number];

/** Little-endian numbers, one after the other. */
function fields(values: readonly Field[]): Uint8Array {
  return Uint8Array.from(
    values.flatMap(([value, bytes]) =>
      Array.from({ length: bytes }, (_, index) => Math.floor(value / 256 ** index) % 256)
    ),
  );
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}
