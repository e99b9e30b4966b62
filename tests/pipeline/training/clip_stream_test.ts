import assert from "node:assert/strict";
import { firstValueFrom, mergeMap } from "rxjs";
import {
  type Clips,
  Credits,
  type DecodedWindow,
  decodingGrid,
  mapByName,
  PendingWork,
  type Ticket,
} from "../../../operators/mod.ts";
import { clipRates } from "../../../pipeline/config/clip_rates.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { clipStream, type ClipStreamOptions } from "../../../pipeline/training/clip_stream.ts";
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

/** Returns the shapes of the clips of the first batch, by view and clip. */
async function shapesOfFirst(options: Pick<ClipStreamOptions, "clips" | "strong">) {
  const videos = [{ id: "a", path: "a.mp4", label: 0 }];
  const order = { labeled: videos, unlabeled: videos, labeledPerBatch: 1, ratio: 1, seed: 0 };
  const stream = clipStream(config, {
    ...options,
    order,
    phases: [{ from: 0, to: 1, order }],
    firstStep: 0,
    loader: new BlackLoader(config, { ffmpegPath: "none", notify: () => {} }),
    broken: new BrokenVideos({ videos, purpose: "training videos", share: 1, notify: () => {} }),
    credits: new Credits(2),
    pendingWork: new PendingWork(),
    signal: new AbortController().signal,
  });
  return await firstValueFrom(stream.pipe(mergeMap(async (batch) => {
    using used = batch;
    return await used.use(({ labeled, weak, strong }) => ({
      labeled: shapesOf(labeled),
      weak: shapesOf(weak),
      strong: shapesOf(strong),
    }));
  })));
}

function shapesOf(clips: Clips | undefined) {
  return clips && mapByName(clips, ({ shape }) => shape);
}

const PRIMARY = [1, 4, 32, 32, 3];
const AUXILIARY = [1, 8, 32, 32, 3];

Deno.test("clipStream() makes all clips of a window", async () => {
  const clips = { primary: PRIMARY, auxiliary: AUXILIARY };
  assert.deepEqual(await shapesOfFirst({}), { labeled: clips, weak: clips, strong: clips });
});

Deno.test("clipStream() makes only the clips and views that a method looks at", async () => {
  const clips = { primary: PRIMARY };
  const shapes = await shapesOfFirst({ clips: ["primary"], strong: false });
  assert.deepEqual(shapes, { labeled: clips, weak: clips, strong: undefined });
});
