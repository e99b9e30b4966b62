import {
  bigEndian,
  ebmlChildren,
  type EbmlElement,
  LONGEST_HEADER,
  readEbmlElement,
} from "./_ebml.ts";
import { FileReader } from "./_file_reader.ts";
import { type Orientation, UPRIGHT } from "./_orientation.ts";

/** Names of elements in the specification of Matroska. */
const ID = {
  segment: 0x18538067,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackType: 0x83,
  video: 0xe0,
  projection: 0x7670,
  projectionType: 0x7671,
  yaw: 0x7673,
  pitch: 0x7674,
  roll: 0x7675,
} as const;

/** The type of a track with images. */
const VIDEO_TRACK = 1;

/** The maximum length of a description of tracks that is read: usual ones have a kilobyte. */
const MAX_TRACKS_BYTES = 1 << 20;

/** Degrees by which a turn may differ from a quarter. */
const TOLERANCE_DEGREES = 1;

/**
 * Reads from the header of a Matroska or WebM file how its first video is turned and mirrored, as
 * ffmpeg 4.1 does not.
 *
 * @returns The orientation; upright for a turn that is not one by quarters, and for a panorama.
 * Null if the header cannot be read.
 */
export async function readMatroskaOrientation(path: string): Promise<Orientation | null> {
  const tracks = await readTracks(path);
  const children = tracks === null ? null : ebmlChildren(tracks);
  if (tracks === null || children === null) return null;
  for (const child of children.filter(({ id }) => id === ID.track)) {
    const track = contentOf(tracks, child);
    if (numberIn(track, ID.trackType) === VIDEO_TRACK) return orientationOf(track);
  }
  return null;
}

/** Returns the description of all tracks: the first part of its kind in the first segment. */
async function readTracks(path: string): Promise<Uint8Array | null> {
  using file = await FileReader.open(path);
  let position = 0;
  for (;;) {
    const element = readEbmlElement(await file.read(position, LONGEST_HEADER), position);
    if (element === null) return null;
    const { id, start, length } = element;
    if (id === ID.segment) {
      position = start;
    } else if (length === null) {
      return null;
    } else if (id === ID.tracks) {
      const content = await file.read(start, Math.min(length, MAX_TRACKS_BYTES));
      return content.byteLength === length ? content : null;
    } else {
      position = start + length;
    }
  }
}

function orientationOf(track: Uint8Array): Orientation {
  const video = findContent(track, ID.video);
  const projection = video === null ? null : findContent(video, ID.projection);
  if (projection === null || numberIn(projection, ID.projectionType) !== 0) return UPRIGHT;
  const yaw = quartersIn(projection, ID.yaw);
  const roll = quartersIn(projection, ID.roll);
  const isFlat = quartersIn(projection, ID.pitch) === 0 && (yaw === 0 || yaw === 2);
  if (roll === null || !isFlat) return UPRIGHT;
  // A half turn around the vertical axis shows the image as in a mirror.
  const mirrored = yaw === 2;
  return { rotation: 90 * (mirrored ? (4 - roll) % 4 : roll), mirrored };
}

/** Returns an angle as clockwise quarter turns from 0 to 3; null if it is another one. */
function quartersIn(projection: Uint8Array, id: number): number | null {
  const content = findContent(projection, id);
  const degrees = content === null ? 0 : floatOf(content);
  const quarters = Math.round(degrees / 90);
  if (!(Math.abs(degrees - 90 * quarters) <= TOLERANCE_DEGREES)) return null;
  return ((-quarters % 4) + 4) % 4;
}

/** Returns the value of a whole number; 0, as the specification says, if it is not there. */
function numberIn(content: Uint8Array, id: number): number {
  return bigEndian(findContent(content, id) ?? new Uint8Array(0));
}

function floatOf(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength === 0) return 0;
  if (bytes.byteLength === 4) return view.getFloat32(0);
  return bytes.byteLength === 8 ? view.getFloat64(0) : NaN;
}

function findContent(content: Uint8Array, id: number): Uint8Array | null {
  const child = ebmlChildren(content)?.find((child) => child.id === id);
  return child === undefined ? null : contentOf(content, child);
}

function contentOf(content: Uint8Array, { start, length }: EbmlElement): Uint8Array {
  return content.subarray(start, start + (length ?? 0));
}
