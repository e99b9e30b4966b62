import type { DecodedWindow } from "../../operators/mod.ts";
import type { OpenedInput } from "./_open_input.ts";
import type { FrameReader } from "./_sliding_windows.ts";
import type { LookingPlan } from "./looking_plan.ts";

/** A video whose first frames were read. */
export interface StartedVideo extends OpenedInput {
  /** Whether the run was trained on it; null if that is not known. */
  readonly trainedOn: boolean | null;
  /** The first frames; all of them if it is looked at as a whole. */
  readonly head: readonly Uint8Array[];
  /** Whether it is looked at as a whole. */
  readonly isWhole: boolean;
}

/** Reads the first frames of a video, fewer if it ends before. */
export async function readHead(reader: FrameReader, count: number): Promise<Uint8Array[]> {
  const head: Uint8Array[] = [];
  while (head.length < count) {
    const frame = await reader.read();
    if (frame === null) break;
    head.push(frame);
  }
  return head;
}

/**
 * Returns a reader of all frames of a video, the first ones included.
 *
 * @param end Aborted when the user ends a live video.
 */
export function readerOf({ head, frames }: StartedVideo, end?: AbortSignal): FrameReader {
  const waiting = [...head];
  const ended = Promise.withResolvers<null>();
  end?.addEventListener("abort", () => ended.resolve(null));
  return {
    async read() {
      const first = waiting.shift();
      if (first !== undefined) return first;
      if (end === undefined) return await frames.read();
      if (end.aborted) return null;
      const next = frames.read();
      // Ctrl-C stops ffmpeg as well, and what it says then is no reason.
      next.catch(() => {});
      return await Promise.race([ended.promise, next]);
    },
  };
}

/** Returns a window as operators take it; its ticket's position is its first frame. */
export function decodedWindow(
  { input, frames: { width, height } }: StartedVideo,
  { startFrame, frames }: { readonly startFrame: number; readonly frames: Uint8Array },
  { plan }: { readonly plan: LookingPlan },
): DecodedWindow {
  const video = { id: input.name, path: input.name, label: null };
  const showing = { phase: 0, epoch: 0, position: startFrame, repeat: 0 };
  const { frameCount, framesPerSecond } = plan;
  return {
    ticket: { video, ...showing, role: "unlabeled" },
    frames,
    frameCount,
    width,
    height,
    framesPerSecond,
  };
}
