import type { FrameCache } from "../../datasets/mod.ts";
import { writeAll } from "../../runtime/files/write_all.ts";
import { runContender } from "../streams/contenders.ts";
import type { StreamedClip } from "../streams/stream_case.ts";
import { trainingCase } from "../streams/training_case.ts";
import type { PlannedLoading } from "./loading_plan.ts";

/** How {@linkcode loadOurs} loads. */
export interface OurLoaderOptions {
  readonly decoder: FrameCache;
  /** Whether what is known of the videos is used; if not, they are probed as in a first epoch. */
  readonly probed: boolean;
  /** Where the bytes of all windows are written to, one after the other; nowhere if omitted. */
  readonly file?: string | undefined;
}

/**
 * Loads all windows of a plan by our decoder and stream, as batches of uint8 of
 * `[windows, frames, height, width, 3]`.
 *
 * @returns Seconds.
 */
export async function loadOurs(
  { plan, videos, order, tickets }: PlannedLoading,
  { decoder, probed, file }: OurLoaderOptions,
): Promise<number> {
  const windows = new Map(tickets.map((ticket, index) => [ticket, plan.windows[index]!]));
  using output = file === undefined
    ? undefined
    : await Deno.open(file, { write: true, create: true, truncate: true });
  const { seconds } = await runContender(
    "credits",
    trainingCase({
      tickets,
      order,
      async load(ticket, signal) {
        const { path, startFrame } = windows.get(ticket)!;
        const video = { path, probe: probed ? videos.get(path) : undefined };
        const window = { startFrame, frameCount: plan.frameCount };
        return (await decoder.loadWindow(video, window, signal)).frames;
      },
      async step(clips) {
        const batch = joinBatch(clips);
        if (output !== undefined) await writeAll(output, batch);
      },
    }),
  );
  return seconds;
}

/** Copies clips into one array, as a DataLoader does. */
function joinBatch(clips: readonly StreamedClip[]): Uint8Array<ArrayBuffer> {
  const bytes = clips[0]?.frames.byteLength ?? 0;
  const batch = new Uint8Array(clips.length * bytes);
  clips.forEach(({ frames }, index) => batch.set(frames, index * bytes));
  return batch;
}
