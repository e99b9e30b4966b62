import type { EdgeClips } from "../../../run/stream_state.ts";

/** A part of the stream: an operator, or an edge between two of them. */
export interface StreamStation {
  readonly kind: "operator" | "edge";
  /** Name of the operator in the code; empty for an edge. */
  readonly name: string;
  /** What the operator does, or what clips wait for on the edge. */
  readonly purpose: string;
  /** The same in a few words for the drawing, one line each; empty if the clips are enough. */
  readonly caption: readonly string[];
  /** Which clips are here; absent where none stay. */
  readonly clips?: { readonly key: keyof EdgeClips; readonly word: string };
}

/** The stream of a training run from its tickets to its end, as ARCHITECTURE.md draws it. */
export const STREAM_STATIONS: readonly StreamStation[] = [
  {
    kind: "operator",
    name: "paced",
    purpose: "takes a ticket for each free credit",
    caption: ["takes", "tickets"],
  },
  {
    kind: "edge",
    name: "",
    purpose: "wait until a decoder is free",
    caption: [],
    clips: { key: "queued", word: "queued" },
  },
  {
    kind: "operator",
    name: "decode",
    purpose: "runs one ffmpeg a processor, or takes clips from memory",
    caption: [],
    clips: { key: "decoding", word: "decoding" },
  },
  {
    kind: "edge",
    name: "",
    purpose: "wait for those before them in the order",
    caption: [],
    clips: { key: "decoded", word: "decoded" },
  },
  {
    kind: "operator",
    name: "views",
    purpose: "plans slow and fast, weak and strong views",
    caption: ["plans", "N, W, S"],
  },
  {
    kind: "edge",
    name: "",
    purpose: "plans only",
    caption: [],
  },
  {
    kind: "operator",
    name: "ratioBatch",
    purpose: "collects the clips of a step",
    caption: [],
    clips: { key: "batching", word: "batching" },
  },
  {
    kind: "edge",
    name: "",
    purpose: "are whole steps that wait for room on the device",
    caption: [],
    clips: { key: "ready", word: "ready" },
  },
  {
    kind: "operator",
    name: "toDevice",
    purpose: "uploads, crops and augments",
    caption: ["uploads,", "augments"],
  },
  {
    kind: "edge",
    name: "",
    purpose: "wait on the device for the step before theirs",
    caption: [],
    clips: { key: "onDevice", word: "on device" },
  },
  {
    kind: "operator",
    name: "trainSteps",
    purpose: "computes and records a step",
    caption: [],
    clips: { key: "training", word: "training" },
  },
  {
    kind: "edge",
    name: "",
    purpose: "done",
    caption: [],
  },
  {
    kind: "operator",
    name: "release",
    purpose: "returns the credits of a step",
    caption: ["returns", "credits"],
  },
];
