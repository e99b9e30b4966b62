import { FileReader } from "./_file_reader.ts";

/** A chunk of an AVI file. */
interface Chunk {
  /** Its name of four characters; of a list, that of the list. */
  readonly name: string;
  readonly isList: boolean;
  /** Where its content begins in the file. */
  readonly start: number;
  /** Where its content ends. */
  readonly end: number;
}

/** Part of a file. */
type Span = Pick<Chunk, "start" | "end">;

/** Lists that hold other chunks: of the file, its headers, a stream's header, the images, a part of them. */
const LISTS: ReadonlySet<string> = new Set(["RIFF", "LIST"]);

/** Chunks of images and sound that are looked at, if so many come before enough pictures. */
const MAX_CHUNKS = 10_000;

/** A picture with more bytes is not looked into. */
const MAX_PICTURE_BYTES = 2 ** 22;

/** Chunks that are looked at before the images, and streams: no file has more. */
const MAX_HEADERS = 1000;

/**
 * A picture that is stored as "not coded" has fewer bytes: it is none of its own, and ffmpeg shows
 * nothing, or the one before.
 */
const MIN_PICTURE_BYTES = 20;

/** What comes before a picture (ISO/IEC 14496-2, 6.2.1: `vop_start_code`). */
const PICTURE_START = [0, 0, 1, 0xb6];

/** The `vop_coding_type` of pictures that depend on none, and on an earlier one. */
const CODING_TYPE = { intra: 0, predicted: 1 };

/**
 * Whether the first pictures of an AVI file with MPEG-4 are shown in the order in which they are
 * stored, as each chunk holds one that depends on none or on an earlier one: no B-frame. `false` also
 * where that is not clear.
 *
 * @param count How many pictures are looked at.
 */
export async function showsStoredOrder(path: string, count: number): Promise<boolean> {
  using file = await FileReader.open(path);
  const types: (number | null)[] = [];
  const stream = await findVideo(file);
  if (stream === null) return false;
  const name = `${String(stream.number).padStart(2, "0")}d`;
  let isWhole = true;
  for await (const chunk of picturesIn(file, stream.images)) {
    isWhole = chunk !== null;
    if (chunk === null || types.length === count) break;
    // An empty one only lets time pass.
    const isPicture = chunk.name.startsWith(name) && chunk.end > chunk.start;
    if (isPicture) types.push(await codingType(file, chunk));
  }
  const areForward = types.every((type, index) =>
    type === CODING_TYPE.intra || (index > 0 && type === CODING_TYPE.predicted)
  );
  return types.length > 0 && areForward && (isWhole || types.length === count);
}

/** Finds the number of the first video stream, and where the images of all streams are. */
async function findVideo(
  file: FileReader,
): Promise<{ readonly number: number; readonly images: Span } | null> {
  const [riff] = await chunksIn(file, { start: 0, end: Infinity }, 1);
  if (riff?.name !== "AVI ") return null;
  const parts = await chunksIn(file, riff, MAX_HEADERS, "movi");
  const headers = parts.find(({ name }) => name === "hdrl");
  const images = parts.find(({ name }) => name === "movi");
  if (headers === undefined || images === undefined) return null;
  const streams = (await chunksIn(file, headers, MAX_HEADERS)).filter(({ name }) =>
    name === "strl"
  );
  for (const [number, stream] of streams.entries()) {
    const [header] = await chunksIn(file, stream, 1);
    if (header?.name !== "strh") return null;
    if (textOf(await file.read(header.start, 4)) === "vids") return { number, images };
  }
  return null;
}

/** Returns the chunks of a part of a file, up to one of a name; at most `count`. */
async function chunksIn(
  file: FileReader,
  { start, end }: Span,
  count: number,
  last?: string,
): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  let position = start;
  while (position < end && chunks.length < count) {
    const chunk = await readChunk(file, position);
    if (chunk === null) break;
    chunks.push(chunk);
    if (chunk.name === last) break;
    position = nextOf(chunk);
  }
  return chunks;
}

/**
 * Yields the chunks of the images, those of a part of them one by one; null where the file breaks, or
 * has too many.
 */
async function* picturesIn(file: FileReader, { start, end }: Span): AsyncGenerator<Chunk | null> {
  let position = start;
  for (let seen = 0; position < end; seen++) {
    const chunk = seen < MAX_CHUNKS ? await readChunk(file, position) : null;
    if (chunk === null) {
      yield null;
      return;
    }
    if (!chunk.isList) yield chunk;
    position = chunk.isList ? chunk.start : nextOf(chunk);
  }
}

/** Reads the head of the chunk at a position; null if there is none. */
async function readChunk(file: FileReader, position: number): Promise<Chunk | null> {
  const head = await file.read(position, 12);
  if (head.byteLength < 8) return null;
  const length = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(4, true);
  const name = textOf(head.subarray(0, 4));
  const isList = LISTS.has(name);
  const end = position + 8 + length;
  if (!isList) return { name, isList, start: position + 8, end };
  return { name: textOf(head.subarray(8, 12)), isList, start: position + 12, end };
}

/** Where the next chunk begins: at an even distance. */
function nextOf({ start, end }: Span): number {
  return end + (end - start) % 2;
}

/** Returns the coding type of the one picture in a chunk; null if it holds none, or several. */
async function codingType(file: FileReader, { start, end }: Span): Promise<number | null> {
  const length = end - start;
  if (length > MAX_PICTURE_BYTES) return null;
  const bytes = await file.read(start, length);
  const [first, ...others] = pictureStarts(bytes);
  if (first === undefined || others.length > 0 || bytes.byteLength < length) return null;
  const picture = bytes.subarray(first);
  return picture.byteLength < MIN_PICTURE_BYTES ? null : picture[PICTURE_START.length]! >> 6;
}

/** Returns where pictures begin in some bytes. */
function pictureStarts(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  const [, , , mark = 0] = PICTURE_START;
  for (let index = bytes.indexOf(mark); index >= 0; index = bytes.indexOf(mark, index + 1)) {
    const start = index - 3;
    if (start >= 0 && PICTURE_START.every((value, offset) => bytes[start + offset] === value)) {
      starts.push(start);
    }
  }
  return starts;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
