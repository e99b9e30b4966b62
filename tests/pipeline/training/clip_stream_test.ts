import assert from "node:assert/strict";
import { firstValueFrom, mergeMap } from "rxjs";
import {
  type Clips,
  Credits,
  type DecodedWindow,
  decodingGrid,
  mapByName,
  PendingWork,
  type StepTensors,
  type Ticket,
} from "../../../operators/mod.ts";
import { DecodeError } from "../../../datasets/mod.ts";
import { clipRates } from "../../../pipeline/config/clip_rates.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { clipStream, type ClipStreamOptions } from "../../../pipeline/training/clip_stream.ts";
import { firstTicketOf } from "../../../pipeline/training/first_ticket_of.ts";
import { BrokenVideos } from "../../../pipeline/videos/broken_videos.ts";
import { WindowLoader } from "../../../pipeline/videos/window_loader.ts";
import "../../_tensorflow.ts";

const { config } = await loadConfig("motion_small");

/** Every window is black. */
class BlackLoader extends WindowLoader {
  override training(ticket: Ticket): Promise<DecodedWindow> {
    const { frameCount, framesPerSecond } = decodingGrid(clipRates(config.clip));
    const frames = new Uint8Array(frameCount * 8 * 8 * 3);
    return Promise.resolve({ ticket, frames, frameCount, framesPerSecond, height: 8, width: 8 });
  }
}

const VIDEOS = ["a", "b", "c"].map((id) => ({ id, path: `${id}.mp4`, label: 0 }));

const ORDER = { labeled: VIDEOS, unlabeled: VIDEOS, labeledPerBatch: 2, ratio: 1, seed: 0 };

/** Returns what is read of the first batch. */
async function readFirst<Value>(
  read: (tensors: StepTensors) => Value,
  { order = ORDER, loaded = BlackLoader, ...options }:
    & Partial<Pick<ClipStreamOptions, "order" | "clips" | "strong">>
    & { readonly loaded?: typeof BlackLoader } = {},
): Promise<Value> {
  const notify = () => {};
  const stream = clipStream(config, {
    ...options,
    order,
    phases: [{ from: 0, to: 1, order }],
    firstStep: 0,
    loader: new loaded(config, { ffmpegPath: "none", notify }),
    broken: new BrokenVideos({ videos: VIDEOS, purpose: "training videos", share: 1, notify }),
    credits: new Credits(4),
    pendingWork: new PendingWork(),
    signal: new AbortController().signal,
  });
  return await firstValueFrom(stream.pipe(mergeMap(async (batch) => {
    using used = batch;
    return await used.use(read);
  })));
}

/** Returns the shapes of the clips of a step, by view and clip. */
function shapesOfViews({ labeled, weak, strong }: StepTensors) {
  return { labeled: shapesOf(labeled), weak: shapesOf(weak), strong: shapesOf(strong) };
}

function shapesOf(clips: Clips | undefined) {
  return clips && mapByName(clips, ({ shape }) => shape);
}

const PRIMARY = [2, 4, 32, 32, 3];
const AUXILIARY = [2, 8, 32, 32, 3];

Deno.test("clipStream() makes all clips of a window", async () => {
  const clips = { primary: PRIMARY, auxiliary: AUXILIARY };
  assert.deepEqual(await readFirst(shapesOfViews), { labeled: clips, weak: clips, strong: clips });
});

Deno.test("clipStream() makes only the clips and views that a method looks at", async () => {
  const clips = { primary: PRIMARY };
  const shapes = await readFirst(shapesOfViews, { clips: ["primary"], strong: false });
  assert.deepEqual(shapes, { labeled: clips, weak: clips, strong: undefined });
});

Deno.test("clipStream() gives a step the seed that all workers have, whichever videos are broken", async () => {
  const { video: { id } } = firstTicketOf(0, [{ from: 0, to: 1, order: ORDER }]);

  class LoaderOfOthers extends BlackLoader {
    override training(ticket: Ticket): Promise<DecodedWindow> {
      if (ticket.video.id !== id) return super.training(ticket);
      return Promise.reject(new DecodeError("no frame", { path: id, exitCode: 1, stderr: "" }));
    }
  }

  const seedOf = ({ randomSeed }: StepTensors) => [...randomSeed.dataSync()];
  const seed = await readFirst(seedOf);
  assert.deepEqual(await readFirst(seedOf, { loaded: LoaderOfOthers }), seed);
  for (const task of [0, 1]) {
    const order = { ...ORDER, share: { task, size: 2, microBatches: 1 } };
    assert.deepEqual(await readFirst(seedOf, { order, loaded: LoaderOfOthers }), seed);
  }
});
