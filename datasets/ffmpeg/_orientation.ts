import type { FfmpegWork } from "./_ffmpeg_run.ts";
import { fileInput } from "./_file_input.ts";
import { runFfmpeg } from "./_run_ffmpeg.ts";
import type { VideoProbe } from "./video_probe.ts";
import { writeAllSync } from "../write_all_sync.ts";

/** How an image is turned and mirrored to be shown upright. */
export type Orientation = Pick<VideoProbe, "rotation" | "mirrored">;

/** The orientation of a video that is stored as it is shown. */
export const UPRIGHT: Orientation = { rotation: 0, mirrored: false };

/**
 * The orientations by the signs of a matrix [a, b, c, d], which shows pixel (x, y) at
 * (a x + c y, b x + d y), and the filters of ffmpeg that do it.
 */
const ORIENTATIONS: readonly (Orientation & {
  readonly signs: string;
  readonly filters: readonly string[];
})[] = [
  { signs: "1,0,0,1", rotation: 0, mirrored: false, filters: [] },
  { signs: "0,1,-1,0", rotation: 90, mirrored: false, filters: ["transpose=clock"] },
  { signs: "-1,0,0,-1", rotation: 180, mirrored: false, filters: ["hflip", "vflip"] },
  { signs: "0,-1,1,0", rotation: 270, mirrored: false, filters: ["transpose=cclock"] },
  { signs: "-1,0,0,1", rotation: 0, mirrored: true, filters: ["hflip"] },
  { signs: "0,1,1,0", rotation: 90, mirrored: true, filters: ["transpose=cclock_flip"] },
  { signs: "1,0,0,-1", rotation: 180, mirrored: true, filters: ["vflip"] },
  { signs: "0,-1,-1,0", rotation: 270, mirrored: true, filters: ["transpose=clock_flip"] },
];

/** The matrix of a MOV track that is shown as it is stored: fixed-point numbers of 32 bits. */
const IDENTITY = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000] as const;

/** How many bytes after the name of a track header its matrix begins, by the header's version. */
const MATRIX_OFFSET = { version0: 44, version1: 56 };

/** Bytes at the start of a file in which ffmpeg writes the first track header. */
const HEADER_BYTES = 4096;

/** One part in 57 of a turn's sine or cosine, about one degree, counts as none. */
const TOLERANCE = 1 / 57;

/**
 * Reads how a video is turned and mirrored. ffmpeg prints only the angle of a display matrix, so
 * that a mirrored video looks like a turned one, and older ones show it so. A copy of its first
 * packet in a MOV file, though, holds the matrix.
 *
 * @returns The orientation; upright for a matrix of another kind, for example a turn by 5°.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function readOrientation(
  path: string,
  ffmpegPath: string,
  work: FfmpegWork = {},
): Promise<Orientation> {
  const args = [
    ...["-v", "error", ...fileInput(path), "-map", "0:V:0", "-c", "copy"],
    ...["-frames:v", "1", "-map_metadata", "-1", "-strict", "-2", "-f", "mov"],
    ...["-movflags", "frag_keyframe+empty_moov", "pipe:1"],
  ];
  const { stdout } = await runFfmpeg({ ...work, ffmpegPath, args, video: path });
  const matrix = readTrackMatrix(stdout);
  if (matrix === null) return UPRIGHT;
  const scale = Math.max(...matrix.map(Math.abs));
  const signs = matrix.map((value) => Math.abs(value) < TOLERANCE * scale ? 0 : Math.sign(value));
  const found = ORIENTATIONS.find((orientation) => orientation.signs === signs.join());
  return found === undefined ? UPRIGHT : { rotation: found.rotation, mirrored: found.mirrored };
}

/** Returns the filters that show an image upright. */
export function orientationFilters({ rotation, mirrored }: Orientation): readonly string[] {
  const found = ORIENTATIONS.find((orientation) =>
    orientation.rotation === rotation && orientation.mirrored === mirrored
  );
  if (found === undefined) {
    throw new RangeError(
      `Cannot turn a video as 'rotation' must be 0, 90, 180 or 270: current value is ${rotation}`,
    );
  }
  return found.filters;
}

/** Returns the size that an image of a given size has before it is turned. */
export function storedDimensions(
  { width, height }: { readonly width: number; readonly height: number },
  { rotation }: Pick<Orientation, "rotation">,
): { readonly width: number; readonly height: number } {
  return rotation % 180 === 90 ? { width: height, height: width } : { width, height };
}

/**
 * Makes a MOV or MP4 file that `runFfmpeg` wrote show its images as they are stored. An older
 * ffmpeg copies the source's matrix into the result although its images are upright already.
 *
 * @throws {Error} If the file has no track header where ffmpeg writes it.
 */
export async function clearOrientation(path: string): Promise<void> {
  using file = await Deno.open(path, { read: true, write: true });
  const head = new Uint8Array(HEADER_BYTES);
  const read = await file.read(head);
  const offset = findTrackMatrix(head.subarray(0, read ?? 0));
  if (offset === null) {
    throw new Error(`Cannot turn '${path}' upright as it must be an MP4 file with a track header`);
  }
  const view = new DataView(head.buffer, offset);
  for (const [index, value] of IDENTITY.entries()) view.setInt32(4 * index, value);
  await file.seek(offset, Deno.SeekMode.Start);
  writeAllSync(file, head.subarray(offset, offset + 4 * IDENTITY.length));
}

/** Returns a, b, c and d of the matrix in the first track header of a MOV file; null without one. */
function readTrackMatrix(mov: Uint8Array): number[] | null {
  const offset = findTrackMatrix(mov);
  if (offset === null) return null;
  const view = new DataView(mov.buffer, mov.byteOffset + offset);
  return [0, 1, 3, 4].map((index) => view.getInt32(4 * index));
}

/** Returns where the matrix of the first track header begins; null if there is none. */
function findTrackMatrix(mov: Uint8Array): number | null {
  const start = indexOfText(mov, "tkhd");
  if (start < 0) return null;
  const version = mov[start + 4];
  const offset = start + (version === 1 ? MATRIX_OFFSET.version1 : MATRIX_OFFSET.version0);
  return offset + 4 * IDENTITY.length <= mov.byteLength ? offset : null;
}

/** Returns where an ASCII text begins in bytes; -1 if it is not in them. */
export function indexOfText(bytes: Uint8Array, text: string): number {
  const codes = [...text].map((character) => character.charCodeAt(0));
  return bytes.findIndex((_, index) => codes.every((code, shift) => bytes[index + shift] === code));
}
