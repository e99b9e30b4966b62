import { TICKS_PER_SECOND } from "../ffmpeg/_decoded_length.ts";
import type { Dimensions } from "../frames/frame_dimensions.ts";

/** An image and when it is shown. */
export interface TimedFrame {
  /** Uint8 RGB, `[height, width, 3]`. */
  readonly pixels: Uint8Array;
  /** In units of {@linkcode TICKS_PER_SECOND}, from 0. */
  readonly tick: number;
}

/** Numbers that name the elements of a Matroska file. */
const ELEMENTS = {
  ebml: 0x1a45dfa3,
  docType: 0x4282,
  docTypeVersion: 0x4287,
  docTypeReadVersion: 0x4285,
  segment: 0x18538067,
  info: 0x1549a966,
  nanosecondsPerTick: 0x2ad7b1,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackNumber: 0xd7,
  trackId: 0x73c5,
  trackType: 0x83,
  codec: 0x86,
  video: 0xe0,
  width: 0xb0,
  height: 0xba,
  pixelFormat: 0x2eb524,
  cluster: 0x1f43b675,
  clusterTick: 0xe7,
  simpleBlock: 0xa3,
} as const;

/** Red, green and blue in a byte each. */
const RGB24 = Uint8Array.of(...new TextEncoder().encode("RGB"), 24);

/** A block of track 1 that begins with its cluster and can be decoded by itself. */
const BLOCK_HEAD = Uint8Array.of(0x81, 0, 0, 0x80);

/** A length that is not known before the end. */
const OPEN_END = Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

/** Milliseconds of a second: in Matroska's usual unit every tick counts as one of these. */
const STRETCH = TICKS_PER_SECOND / 1000;

/** The filters that make the times of {@linkcode timedFrames} those of its frames. */
export const TIMED_FRAME_FILTERS: readonly string[] = [
  `settb=expr=1/${TICKS_PER_SECOND}`,
  `setpts=PTS/${STRETCH}`,
];

/**
 * Writes images with their times as a stream that ffmpeg reads from a pipe: raw images alone have
 * none. It is Matroska, which counts milliseconds; a tick is written as one, so that none is
 * rounded, and {@linkcode TIMED_FRAME_FILTERS} make ticks of them again.
 */
export async function* timedFrames(
  frames: AsyncIterable<TimedFrame>,
  { width, height }: Dimensions,
): AsyncGenerator<Uint8Array> {
  yield header({ width, height });
  for await (const { pixels, tick } of frames) {
    yield element(ELEMENTS.cluster, [
      element(ELEMENTS.clusterTick, [wholeNumber(tick)]),
      element(ELEMENTS.simpleBlock, [BLOCK_HEAD, pixels]),
    ]);
  }
}

function header({ width, height }: Dimensions): Uint8Array {
  const video = element(ELEMENTS.video, [
    element(ELEMENTS.width, [wholeNumber(width)]),
    element(ELEMENTS.height, [wholeNumber(height)]),
    element(ELEMENTS.pixelFormat, [RGB24]),
  ]);
  const track = element(ELEMENTS.track, [
    element(ELEMENTS.trackNumber, [wholeNumber(1)]),
    element(ELEMENTS.trackId, [wholeNumber(1)]),
    element(ELEMENTS.trackType, [wholeNumber(1)]),
    element(ELEMENTS.codec, [new TextEncoder().encode("V_UNCOMPRESSED")]),
    video,
  ]);
  return joined([
    element(ELEMENTS.ebml, [
      element(ELEMENTS.docType, [new TextEncoder().encode("matroska")]),
      element(ELEMENTS.docTypeVersion, [wholeNumber(4)]),
      element(ELEMENTS.docTypeReadVersion, [wholeNumber(2)]),
    ]),
    nameOf(ELEMENTS.segment),
    OPEN_END,
    element(ELEMENTS.info, [element(ELEMENTS.nanosecondsPerTick, [wholeNumber(1_000_000)])]),
    element(ELEMENTS.tracks, [track]),
  ]);
}

function element(id: number, content: readonly Uint8Array[]): Uint8Array {
  const length = content.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const size = wholeNumber(length);
  // The marker of a length in eight bytes.
  size[0] = 0x01;
  return joined([nameOf(id), size, ...content]);
}

function nameOf(id: number): Uint8Array {
  const bytes = wholeNumber(id);
  return bytes.subarray(bytes.findIndex((byte) => byte > 0));
}

/** Returns eight bytes, the highest first. */
function wholeNumber(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}
