import type { StreamState } from "../../../pipeline/run/stream_state.ts";

/** What a training writes about its stream. */
export const STREAM_STATE: StreamState = {
  version: 1,
  time: "2026-01-01T10:00:00.000Z",
  process: 4711,
  step: 7,
  totalSteps: 100,
  epoch: 0,
  activity: "device",
  activitySeconds: 0.1,
  credits: { capacity: 72, inFlight: 28 },
  clips: {
    queued: 0,
    decoding: 2,
    decoded: 1,
    batching: 1,
    ready: 0,
    onDevice: 0,
    training: 24,
  },
  total: { taken: 196, decoded: 193, fromCache: 0, replaced: 0, trained: 168 },
  balance: "device-bound",
  residentBytes: 2 ** 30,
};
