import * as v from "valibot";
import { amount, count, dateText } from "./number_schemas.ts";

/**
 * Number of clips on each edge of the stream of a training. Each clip in flight holds one credit
 * and is on one edge, so their sum is the number of credits in flight.
 */
export interface EdgeClips {
  /** Wait until a decoder is free. */
  readonly queued: number;
  /** Are being decoded, or taken from memory. */
  readonly decoding: number;
  /** Are decoded and wait for those before them in the order. */
  readonly decoded: number;
  /** Wait for the other clips of their step. */
  readonly batching: number;
  /** Belong to whole steps that wait for room on the device, as they were decoded. */
  readonly ready: number;
  /** Are on the device and wait for the step before theirs. */
  readonly onDevice: number;
  /** Are in the step that is computed and recorded now. */
  readonly training: number;
}

/** Clips that passed since this process started to take steps. */
export interface ClipCounts {
  /** Were taken from the order of the videos. */
  readonly taken: number;
  /** Were decoded. */
  readonly decoded: number;
  /** Of those decoded: came from memory, without ffmpeg. */
  readonly fromCache: number;
  /** Are of videos that replaced one that cannot be read. */
  readonly replaced: number;
  /** Were trained on. */
  readonly trained: number;
}

/** Who waited for whom in the last steps. */
export type StreamBalance = "decode-bound" | "device-bound" | "balanced";

/** What the stream of a training is doing: `live/stream.json`, replaced at most once a second. */
export interface StreamState {
  /** Version of the file's format. */
  readonly version: 1;
  /** When it was written: a date as ISO 8601 writes it. */
  readonly time: string;
  /** The system's number of the process that trains. */
  readonly process: number;
  /** Steps done. */
  readonly step: number;
  /** Steps of the whole run. */
  readonly totalSteps: number;
  /** The epoch of the step under way, counted from 0. */
  readonly epoch: number;
  /** What the process waits for: the device, a step's clips ("data"), or neither. */
  readonly activity: "data" | "device" | "peers" | "pause";
  /** How long it has done so, in seconds. */
  readonly activitySeconds: number;
  /** Limit the number of clips in flight. */
  readonly credits: { readonly capacity: number; readonly inFlight: number };
  /** The clips in flight, by where they are. */
  readonly clips: EdgeClips;
  /** Clips since the process started to take steps. */
  readonly total: ClipCounts;
  /** By the time of at most the last 20 steps; null before the first. */
  readonly balance: StreamBalance | null;
  /** Memory that the process uses, in bytes. */
  readonly residentBytes: number;
}

/** Schema of `live/stream.json`. */
export const streamStateSchema = v.object({
  version: v.literal(1),
  time: dateText,
  process: count,
  step: count,
  totalSteps: count,
  epoch: count,
  activity: v.picklist(["data", "device", "peers", "pause"]),
  activitySeconds: amount,
  credits: v.object({ capacity: count, inFlight: count }),
  clips: v.object({
    queued: count,
    decoding: count,
    decoded: count,
    batching: count,
    ready: count,
    onDevice: count,
    training: count,
  }),
  total: v.object({
    taken: count,
    decoded: count,
    fromCache: count,
    replaced: count,
    trained: count,
  }),
  balance: v.nullable(v.picklist(["decode-bound", "device-bound", "balanced"])),
  residentBytes: amount,
}) satisfies v.GenericSchema<unknown, StreamState>;
