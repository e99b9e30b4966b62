import { TICKS_PER_SECOND } from "../ffmpeg/_decoded_length.ts";
import { FileReader } from "../ffmpeg/_file_reader.ts";
import { indexOfText } from "../ffmpeg/_orientation.ts";
import { writeAllSync } from "../write_all_sync.ts";

/** Length of what comes before the entries of a table of durations, and of an entry. */
const TABLE = { head: 16, entry: 8 };

/** How many bytes after its name the length of a track is in its box "mdhd", by its version. */
const LENGTH_OFFSET = { version0: 20, version1: 28 };

/**
 * Writes into a transcoded MP4 file how long its last frame is shown: an older ffmpeg writes
 * something else where that differs from the frame before.
 *
 * @throws {Error} If the file does not begin with the tables of one video track.
 */
export async function setLastDuration(path: string, durationSec: number): Promise<void> {
  const { position, movie } = await readMovie(path);
  const view = new DataView(movie.buffer, movie.byteOffset, movie.byteLength);
  const table = indexOfText(movie, "stts") - 4;
  const count = table < 0 ? 0 : view.getUint32(table + 12);
  const header = indexOfText(movie, "mdhd");
  const isRight = header > 0 && count > 0 &&
    view.getUint32(table) === TABLE.head + TABLE.entry * count;
  if (!isRight) throw wrongFile(path);
  const last = table + TABLE.head + TABLE.entry * (count - 1);
  const ticks = Math.max(1, Math.round(durationSec * TICKS_PER_SECOND));
  // Several frames of one length, the last one among them, share an entry.
  if (view.getUint32(last) === 1) view.setUint32(last + 4, ticks);
  const sum = sumOfDurations(view, table, count);
  // The longer form is that of a video of five hours or more.
  if (view.getUint8(header + 4) === 0) view.setUint32(header + LENGTH_OFFSET.version0, sum);
  else view.setBigUint64(header + LENGTH_OFFSET.version1, BigInt(sum));
  using file = await Deno.open(path, { write: true });
  await file.seek(position, Deno.SeekMode.Start);
  writeAllSync(file, movie);
}

/** Returns the total length of a table of durations. */
function sumOfDurations(view: DataView, table: number, count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) {
    const entry = table + TABLE.head + TABLE.entry * index;
    sum += view.getUint32(entry) * view.getUint32(entry + 4);
  }
  return sum;
}

/** Reads the box "moov", which ffmpeg writes before the data, and returns where it is. */
async function readMovie(path: string) {
  using file = await FileReader.open(path);
  for (let position = 0;;) {
    const head = await file.read(position, 8);
    if (head.byteLength < 8) throw wrongFile(path);
    const length = new DataView(head.buffer, head.byteOffset).getUint32(0);
    if (indexOfText(head, "moov") === 4) {
      return { position, movie: new Uint8Array(await file.read(position, length)) };
    }
    if (length < 8) throw wrongFile(path);
    position += length;
  }
}

function wrongFile(path: string): Error {
  return new Error(
    `Cannot set a length in '${path}' as it must be an MP4 file with one video track`,
  );
}
