import type { Ticket } from "../../operators/stream/mod.ts";

/** What each contender streams, and to which device. */
export interface StreamCase {
  /** The videos, in order. */
  readonly tickets: Iterable<Ticket>;
  /** Labeled videos of a step, and unlabeled ones for each of them. */
  readonly batch: { readonly labeled: number; readonly ratio: number };
  /** Videos decoded at the same time. */
  readonly concurrency: number;
  /** Maximum number of videos between source and device, for contenders that have one. */
  readonly credits: number;
  /** Decodes the video of a ticket. */
  readonly load: (ticket: Ticket, signal?: AbortSignal) => Promise<Uint8Array>;
  /** A step of the device on its clips, counted from 0. */
  readonly step: (clips: readonly StreamedClip[], index: number) => Promise<void>;
}

/** A decoded video and its ticket. */
export interface StreamedClip {
  readonly ticket: Ticket;
  readonly frames: Uint8Array;
}

/** Returns how many videos a step has. */
export function videosPerStep({ batch: { labeled, ratio } }: StreamCase): number {
  return labeled * (1 + ratio);
}
