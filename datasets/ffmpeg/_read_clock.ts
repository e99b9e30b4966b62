import type { FfmpegWork } from "./_ffmpeg_run.ts";
import { readFirstTicks } from "./_read_first_ticks.ts";
import { hidesReordering } from "./_hidden_reordering.ts";
import type { Packet, PacketList } from "./_parse_packets.ts";
import { MAX_STEP_SEC } from "./_timeline.ts";
import type { KeyFrame, VideoClock } from "./video_probe.ts";

/** What {@linkcode readClock} needs besides the packets. */
export interface ReadClockOptions extends FfmpegWork {
  readonly path: string;
  readonly ffmpegPath: string;
  /** ffmpeg's names of the container. */
  readonly container: string;
  /** ffmpeg's name of the codec. */
  readonly codec: string;
  /** Time of the file's start in seconds. */
  readonly fileStartSec: number;
}

/** What {@linkcode readClock} returns. */
export interface ReadClock {
  readonly clock: VideoClock;
  /** Length of the pictures in seconds; null if only decoding shows it. */
  readonly durationSec: number | null;
}

/** Containers whose clock starts again where recordings are joined: broadcasts and DVDs. */
const BROADCASTS: ReadonlySet<string> = new Set(["mpegts", "mpeg"]);

/**
 * Containers in which a seek finds what it looks for. Not program streams (DVDs): many of their
 * packets hold several pictures with one time stamp. Nor bare streams of a codec, which have no
 * clock.
 */
const SEEKABLE: ReadonlySet<string> = new Set([
  "asf",
  "avi",
  "flv",
  "matroska,webm",
  "mov,mp4,m4a,3gp,3g2,mj2",
  "mpegts",
  "ogg",
]);

/** Key frames nearer to the last one are left out: all frames of some videos are key frames. */
const KEY_FRAME_DISTANCE_SEC = 0.25;

/** Against the rounding of times to microseconds. */
const ROUNDING_SEC = 0.001;

/**
 * Codecs whose first picture appears when the second packet is decoded. In a container without
 * presentation times (AVI) it gets the time of that packet, which need not be decoded to know it.
 */
const ONE_PICTURE_LATE: ReadonlySet<string> = new Set(["mpeg1video", "mpeg2video", "mpeg4"]);

/** The most pictures that are decoded before one that is shown earlier, in any codec. */
const MAX_REORDERED = 16;

/** How far before the given time ffmpeg itself seeks in a video whose pictures are reordered. */
const REORDERING_SEC = 3 / 23;

/**
 * Finds where decoding can start, and the length of the pictures, in the time stamps of packets.
 * If these do not show which picture comes first, it is decoded.
 *
 * @throws {DecodeError} If it cannot be decoded.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function readClock(
  { tickSec, packets }: PacketList,
  options: ReadClockOptions,
): Promise<ReadClock> {
  const { container } = options;
  const isBroadcast = BROADCASTS.has(container);
  const maxStepSec = isBroadcast ? MAX_STEP_SEC.broadcast : MAX_STEP_SEC.other;
  const maxStep = maxStepSec / tickSec;
  const canSeek = SEEKABLE.has(container) && !isTimedOneOff(options) &&
    hasUnbrokenClock(packets, maxStep) && isOrderedNearly(packets) &&
    !await hidesReordering(packets, options);
  const firstTick = canSeek ? await findFirstTick(packets, options) : null;
  const shown = shownPackets(packets, firstTick);
  const [first] = shown;
  if (!canSeek || firstTick === null || first?.isKey !== true) {
    const shownFirst = first?.pts ?? first?.dts ?? 0;
    const clock = { tickSec, maxStepSec, firstTick: shownFirst, keyFrames: [] };
    return { clock, durationSec: null };
  }
  const pictures = placePictures(shown, firstTick);
  const clock = {
    tickSec,
    maxStepSec,
    firstTick,
    keyFrames: findKeyFrames(pictures, { ...options, isBroadcast, tickSec }),
  };
  const durationSec = (endOf(pictures) - firstTick) * tickSec;
  return { clock, durationSec: durationSec > 0 ? durationSec : null };
}

function findKeyFrames(
  pictures: readonly Picture[],
  { fileStartSec, isBroadcast, tickSec }: Pick<ReadClockOptions, "fileStartSec"> & {
    readonly isBroadcast: boolean;
    readonly tickSec: number;
  },
): KeyFrame[] {
  const isReordered = pictures.some(({ packet: { pts, dts } }) => pts !== dts);
  const marginSec = ROUNDING_SEC + (isReordered ? REORDERING_SEC : 0);
  const keyPictures = thin(pictures.filter(({ packet }) => packet.isKey), tickSec);
  return keyPictures.map(({ packet: { dts, pts }, tick, latestTick }) => {
    // A broadcast has no index: ffmpeg looks for the time of decoding.
    const target = (isBroadcast ? dts : pts) ?? dts ?? tick;
    return { tick: latestTick, seekSec: target * tickSec - fileStartSec + marginSec };
  });
}

/** A packet with the time at which its picture is shown. */
interface Picture {
  readonly packet: Packet;
  readonly tick: number;
  /** The same, or the latest possible time if the packet does not say it. */
  readonly latestTick: number;
}

/** Whether each picture but the first is decoded with the time of the next packet. */
function isTimedOneOff({ container, codec }: Pick<ReadClockOptions, "container" | "codec">) {
  return container === "avi" && codec === "mpeg1video";
}

/**
 * Whether time runs on from packet to packet, by at most `maxStep` ticks, and no two pictures are
 * shown at one time. (Where the clock jumps back, ffmpeg gives the packets after it one time.)
 */
function hasUnbrokenClock(packets: readonly Packet[], maxStep: number): boolean {
  if (packets.length === 0 || hasEqualTimes(packets)) return false;
  return packets.every(({ dts }, index) => {
    const previous = index === 0 ? dts : packets[index - 1]?.dts ?? null;
    return dts !== null && previous !== null && dts >= previous && dts - previous <= maxStep;
  });
}

/** Sorted, not in a set: a recording of a day has millions of packets. */
function hasEqualTimes(packets: readonly Packet[]): boolean {
  const shownAt = Float64Array.from(packets, ({ dts, pts }) => pts ?? dts ?? NaN).sort();
  const unknown = packets.length - shownAt.findLastIndex((tick) => !Number.isNaN(tick)) - 1;
  return unknown > 1 || shownAt.some((tick, index) => tick === shownAt[index - 1]);
}

/**
 * Whether each picture is shown about when its packet comes in the file. Otherwise ffmpeg guesses
 * times, from the pictures that it has decoded so far.
 */
function isOrderedNearly(packets: readonly Packet[]): boolean {
  const times = Float64Array.from(packets, ({ pts }) => pts ?? NaN).filter((pts) => !isNaN(pts));
  const sorted = times.toSorted();
  // No two are equal.
  return times.every((pts, index) => {
    const start = Math.max(0, index - MAX_REORDERED);
    return sorted.subarray(start, index + MAX_REORDERED + 1).includes(pts);
  });
}

/**
 * Returns the packets without those before the first key frame, unless `firstTick` shows that the
 * decoder makes pictures of them.
 */
function shownPackets(packets: readonly Packet[], firstTick: number | null): readonly Packet[] {
  const start = packets.findIndex(({ isKey }) => isKey);
  const time = packets[start]?.pts ?? packets[start]?.dts ?? null;
  const isShownFirst = firstTick === null || (time !== null && time <= firstTick);
  return isShownFirst ? packets.slice(Math.max(0, start)) : packets;
}

async function findFirstTick(
  packets: readonly Packet[],
  { path, ffmpegPath, codec, silenceSec, signal }: ReadClockOptions,
): Promise<number | null> {
  const [first] = packets;
  if (first?.isKey === true && packets.every(({ isDiscarded }) => !isDiscarded)) {
    const { pts, dts, duration } = first;
    const isShownFirst = pts !== null &&
      packets.every((packet) => packet.pts !== null && packet.pts >= pts);
    if (isShownFirst) return pts;
    if (pts === null && dts !== null && ONE_PICTURE_LATE.has(codec)) {
      return packets[1]?.dts ?? dts + duration;
    }
  }
  const [tick = null] = await readFirstTicks(path, { ffmpegPath, count: 1, silenceSec, signal });
  return tick;
}

/**
 * Where packets say only when they are decoded (AVI), a picture is shown when a later packet is
 * decoded, as many packets later as the first one; those after which earlier pictures are decoded
 * even later.
 */
function placePictures(packets: readonly Packet[], firstTick: number): Picture[] {
  const shown = packets.filter(({ isDiscarded }) => !isDiscarded);
  if (shown.every(({ pts }) => pts !== null)) {
    return shown.map((packet) => {
      const tick = packet.pts ?? 0;
      return { packet, tick, latestTick: tick };
    });
  }
  const times = shown.map(({ dts }) => dts ?? 0);
  const lastIndex = times.length - 1;
  const [firstDts = 0, lastDts = 0] = [times[0], times[lastIndex]];
  const meanStep = (lastDts - firstDts) / Math.max(1, lastIndex);
  const lastStep = lastDuration({
    duration: shown[lastIndex]?.duration ?? 0,
    step: lastDts - (times[lastIndex - 1] ?? lastDts),
  });
  const firstLater = times.findIndex((dts) => dts >= firstTick);
  const delay = firstLater < 0 ? times.length : firstLater;
  return shown.map((packet, index) => {
    const past = Math.max(0, index + delay - lastIndex);
    const tick = (times[index + delay] ?? lastDts) + past * lastStep;
    return { packet, tick, latestTick: tick + Math.ceil(MAX_REORDERED * meanStep) };
  });
}

/** Returns when the last picture ends, in ticks. */
function endOf(pictures: readonly Picture[]): number {
  let last = { tick: -Infinity, duration: 0 };
  let beforeLast = -Infinity;
  for (const { tick, packet: { duration } } of pictures) {
    if (tick > last.tick) {
      beforeLast = last.tick;
      last = { tick, duration };
    } else {
      beforeLast = Math.max(beforeLast, tick);
    }
  }
  const step = Number.isFinite(beforeLast) ? last.tick - beforeLast : 0;
  return last.tick + lastDuration({ duration: last.duration, step });
}

/**
 * Returns how long the last picture is shown, in ticks: what its packet says, or as long as the one
 * before. Some programs write one tick where they do not know it.
 */
export function lastDuration(
  { duration, step }: { readonly duration: number; readonly step: number },
): number {
  return duration > 1 ? duration : Math.max(step, duration);
}

function thin(pictures: readonly Picture[], tickSec: number): Picture[] {
  const kept: Picture[] = [];
  for (const picture of pictures) {
    const previous = kept.at(-1)?.tick ?? -Infinity;
    if ((picture.tick - previous) * tickSec >= KEY_FRAME_DISTANCE_SEC) kept.push(picture);
  }
  return kept;
}
