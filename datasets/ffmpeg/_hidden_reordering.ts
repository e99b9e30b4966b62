import type { FfmpegWork } from "./_ffmpeg_run.ts";
import { readFirstTicks } from "./_read_first_ticks.ts";
import { saysDecodingOrder } from "./_h264_order.ts";
import { showsStoredOrder } from "./_mpeg4_order.ts";
import type { Packet } from "./_parse_packets.ts";

/** Codecs whose pictures may be shown in another order than they are decoded in. */
const REORDERING: ReadonlySet<string> = new Set([
  "h264",
  "hevc",
  "mpeg1video",
  "mpeg2video",
  "mpeg4",
  "vc1",
  "vvc",
  "wmv3",
]);

/** ffmpeg's name of the containers that are read here to learn the order of H.264. */
const MOV = "mov,mp4,m4a,3gp,3g2,mj2";

/** ffmpeg's name of the container that is read here to learn the order of MPEG-4. */
const AVI = "avi";

/** How many pictures are decoded to see their order: a few groups of B-frames of any encoder. */
const TRIAL_PICTURES = 48;

/** What {@linkcode hidesReordering} needs besides the packets. */
export interface HidesReorderingOptions extends FfmpegWork {
  readonly path: string;
  readonly ffmpegPath: string;
  readonly container: string;
  readonly codec: string;
}

/**
 * Whether pictures are shown in another order than the time stamps say, as these are the times of
 * decoding (the container lost the others). ffmpeg then guesses times from the pictures that it has
 * decoded so far, so that they depend on where decoding started.
 *
 * Where the time stamps could be either, and neither the H.264 settings in an MP4 file nor the types
 * of the MPEG-4 pictures in an AVI file say the order, the first pictures are decoded.
 *
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function hidesReordering(
  packets: readonly Packet[],
  { path, container, codec, ...work }: HidesReorderingOptions,
): Promise<boolean> {
  if (!REORDERING.has(codec)) return false;
  // There is nothing to seek to.
  if (packets.filter(({ isKey }) => isKey).length < 2) return false;
  if (packets.some(({ pts, dts }) => pts === null || pts !== dts)) return false;
  if (container === MOV && codec === "h264" && await saysDecodingOrder(path)) return false;
  // The last of them may be shown after the one that is stored behind it.
  if (container === AVI && codec === "mpeg4" && await showsStoredOrder(path, TRIAL_PICTURES + 1)) {
    return false;
  }
  const ticks = await readFirstTicks(path, { ...work, count: TRIAL_PICTURES });
  const expected = packets.slice(0, TRIAL_PICTURES).map(({ pts }) => pts);
  return expected.some((tick, index) => tick !== ticks[index]);
}
