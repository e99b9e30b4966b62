import { LONGEST_HEADER, readEbmlElement } from "./_ebml.ts";
import { FileReader } from "./_file_reader.ts";
import { readMovBox } from "./_mov_box.ts";

/** Where the next part of a container begins, and whether this one begins a recording. */
interface Part {
  readonly beginsRecording: boolean;
  readonly end: number;
}

/**
 * Reads the part of a container that begins at a position; null if there is none, or its length is
 * not known.
 */
type ReadPart = (file: FileReader, position: number) => Promise<Part | null>;

/**
 * Containers of which ffmpeg reads the first of several recordings in one file, and ends without a
 * word. (Matroska: only ffmpeg 4.1.)
 */
const READERS: ReadonlyMap<string, ReadPart> = new Map([
  ["asf", readAsfPart],
  ["flv", readFlvPart],
  ["matroska,webm", readMatroskaPart],
  ["mov,mp4,m4a,3gp,3g2,mj2", readMovPart],
]);

/** The name by which the header of an ASF file (WMV) begins. */
const ASF_HEADER = "3026b2758e66cf11a6d900aa0062ce6c";

/** The largest number of bytes that a part of ASF may have. */
const MAX_BYTES = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Whether another recording begins behind the first one in a file, as where files were joined byte
 * by byte, although ffmpeg does not read it.
 *
 * @param container ffmpeg's name of the container.
 */
export async function hasSecondRecording(path: string, container: string): Promise<boolean> {
  const readPart = READERS.get(container);
  if (readPart === undefined) return false;
  using file = await FileReader.open(path);
  let recordings = 0;
  let part = await readPart(file, 0);
  while (part !== null) {
    if (part.beginsRecording) recordings++;
    if (recordings === 2) return true;
    part = await readPart(file, part.end);
  }
  return false;
}

/** An object: its name of 16 bytes, and its length. */
async function readAsfPart(file: FileReader, position: number): Promise<Part | null> {
  const head = await file.read(position, 24);
  if (head.byteLength < 24) return null;
  const length = viewOf(head).getBigUint64(16, true);
  if (length < 24n || length > MAX_BYTES) return null;
  const beginsRecording = head.subarray(0, 16).toHex() === ASF_HEADER;
  return { beginsRecording, end: position + Number(length) };
}

/** The file's header, or a tag: its type, the length of its content, and the length of all of it. */
async function readFlvPart(file: FileReader, position: number): Promise<Part | null> {
  const head = await file.read(position, 11);
  if (head.byteLength < 11) return null;
  const view = viewOf(head);
  if (view.getUint32(0) >>> 8 === 0x464c56) {
    return { beginsRecording: true, end: position + view.getUint32(5) + 4 };
  }
  const length = view.getUint32(0) & 0xffffff;
  return { beginsRecording: false, end: position + 11 + length + 4 };
}

/** An element at the top: the header, or all that belongs to one recording. */
async function readMatroskaPart(file: FileReader, position: number): Promise<Part | null> {
  const element = readEbmlElement(await file.read(position, LONGEST_HEADER), position);
  if (element === null || element.length === null) return null;
  return { beginsRecording: element.id === 0x18538067, end: element.start + element.length };
}

/** A box. Fragments end the search: ffmpeg reads them all, also those of further recordings. */
async function readMovPart(file: FileReader, position: number): Promise<Part | null> {
  const box = await readMovBox(file, position);
  if (box === null || box.name === "moof") return null;
  return { beginsRecording: box.name === "moov", end: box.end };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
