import { creditsFor, drawsFor, ratioTickets, type Ticket } from "../../operators/stream/mod.ts";
import type { StreamCase, StreamedClip } from "./stream_case.ts";

/** Videos of a step: four labeled ones with five unlabeled ones each. */
const LABELED_PER_STEP = 4;
const RATIO = 5;

/** How many videos a step has. */
export const VIDEOS_PER_STEP = LABELED_PER_STEP * (1 + RATIO);

/** Decoders that run at the same time, as on a machine of eight cores. */
export const DECODERS = 8;

/** How many videos may be between source and device. */
export const CREDITS = creditsFor({ batch: VIDEOS_PER_STEP, concurrency: DECODERS });

/** Bytes of a decoded video: 8 frames of 64×64 pixels. */
export const CLIP_BYTES = 8 * 64 * 64 * 3;

/** Milliseconds that decoding takes: for most videos about 17, for one in twenty 80; mean 20. */
const DECODE = { least: 8, most: 26, slow: 80, slowChance: 0.05 };

/** The times of a device's steps. */
interface DeviceTimes {
  /** Milliseconds of a step. */
  readonly step: number;
  /** How probable it is that a step takes longer. */
  readonly pauseChance: number;
  /** Milliseconds of such a step. */
  readonly pause: number;
}

/** The devices. Decoding a step's videos takes 60 ms. */
export const DEVICES = {
  fast: { step: 30, pauseChance: 0, pause: 0 },
  slow: { step: 95, pauseChance: 0, pause: 0 },
  stuttering: { step: 45, pauseChance: 0.1, pause: 135 },
} as const satisfies Record<string, DeviceTimes>;

/** Name of a simulated device. */
export type DeviceName = keyof typeof DEVICES;

/** The work of a stream whose decoders and device only sleep. */
export interface SimulatedWork {
  /** Milliseconds that decoding takes, by position of the video. */
  readonly decodeMs: readonly number[];
  /** Milliseconds of the device's steps. */
  readonly stepMs: readonly number[];
}

/** Draws the times of all videos and steps; equal seeds give equal times. */
export function drawWork(
  device: DeviceName,
  { steps, seed }: { readonly steps: number; readonly seed: number },
): SimulatedWork {
  const key = { seed, phase: 0, epoch: 0, video: "" };
  const videos = drawsFor({ ...key, view: "decode" });
  const pauses = drawsFor({ ...key, view: device });
  const { step, pauseChance, pause } = DEVICES[device];
  const { least, most, slow, slowChance } = DECODE;
  return {
    decodeMs: Array.from(
      { length: steps * VIDEOS_PER_STEP },
      () => videos.chance(slowChance) ? slow : videos.integer(least, most),
    ),
    stepMs: Array.from({ length: steps }, () => pauses.chance(pauseChance) ? pause : step),
  };
}

/**
 * Returns the ideal, in videos a second: `N / max(D / decoders, S)` of `N` videos that take `D`
 * seconds to decode in total, and steps that take `S` seconds in total. That is the smaller of what
 * decoders that never wait and a device that never waits would do, with a buffer without end
 * between them.
 */
export function idealVideosPerSec({ decodeMs, stepMs }: SimulatedWork): number {
  const decodeSeconds = sum(decodeMs) / DECODERS / 1000;
  return decodeMs.length / Math.max(decodeSeconds, sum(stepMs) / 1000);
}

/** Waits for some milliseconds. */
export type Sleep = (milliseconds: number) => Promise<void>;

/**
 * Returns the case of a simulated device. Decoding a video makes a real buffer, full of its
 * position, and the device checks it.
 */
export function simulatedCase(
  { decodeMs, stepMs }: SimulatedWork,
  { seed, sleep }: { readonly seed: number; readonly sleep: Sleep },
): StreamCase {
  const steps = stepMs.length;
  const source = (role: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: `${role} ${index}`, path: "", label: 0 }));
  const order = {
    labeled: source("labeled", steps * LABELED_PER_STEP),
    unlabeled: source("unlabeled", steps * LABELED_PER_STEP * RATIO),
    labeledPerBatch: LABELED_PER_STEP,
    ratio: RATIO,
    seed,
  };
  return {
    tickets: ratioTickets(order, { phase: 0, from: 0, to: steps }),
    batch: { labeled: LABELED_PER_STEP, ratio: RATIO },
    concurrency: DECODERS,
    credits: CREDITS,
    async load({ position }) {
      await sleep(decodeMs[position]!);
      return new Uint8Array(CLIP_BYTES).fill(contentOf(position));
    },
    async step(clips, index) {
      clips.forEach(requireContent);
      await sleep(stepMs[index]!);
    },
  };
}

/** Deno's timers fire more than one millisecond late and less than two. */
const TIMER_DELAY_MS = 1;

/** Sleeps by a real timer. */
export function sleepByTimer(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds - TIMER_DELAY_MS));
}

function contentOf(position: Ticket["position"]): number {
  return position % 251;
}

function requireContent({ ticket, frames }: StreamedClip): void {
  const content = contentOf(ticket.position);
  if (frames.length === CLIP_BYTES && frames[0] === content && frames.at(-1) === content) return;
  throw new Error(
    `Cannot measure a stream as its clips must be whole: that of video ${ticket.position} is not`,
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
