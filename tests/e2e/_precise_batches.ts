import { clipRates } from "../../pipeline/config/clip_rates.ts";
import { firstValueFrom, of } from "rxjs";
import { locateFfmpeg } from "../../datasets/mod.ts";
import {
  type DecodedWindow,
  labeledViews,
  PendingWork,
  type PerNetwork,
  slowFast,
  type Ticket,
  viewsToDevice,
  weakViews,
} from "../../operators/mod.ts";
import { BrokenVideos } from "../../pipeline/videos/broken_videos.ts";
import type { Config } from "../../pipeline/config/config.ts";
import { METHODS } from "../../pipeline/methods/methods.ts";
import { createNetworks } from "../../pipeline/networks/create_networks.ts";
import { Progress } from "../../pipeline/terminal/progress.ts";
import { initialState } from "../../pipeline/training/initial_state.ts";
import { viewOptions } from "../../pipeline/videos/view_options.ts";
import { WindowLoader } from "../../pipeline/videos/window_loader.ts";
import { tf } from "../../runtime/mod.ts";
import { smallConfig } from "./_small_set.ts";
import { videoOrder } from "../../pipeline/training/video_order.ts";
import { createOptimizers } from "../../pipeline/training/create_optimizers.ts";
import { findVideos } from "../../pipeline/videos/find_videos.ts";
import { divideVideos } from "../../pipeline/videos/divide_videos.ts";
import { pixelOptions } from "../../pipeline/videos/pixel_options.ts";

/** Batches that the statistics are computed over. */
export const BATCHES = 4;

/** Videos of a step of the small configuration. */
export const CLIPS = 6;

/** Records what it decodes, in the order of the requests. */
export class WatchedLoader extends WindowLoader {
  readonly windows: Promise<DecodedWindow>[] = [];
  readonly tickets: Ticket[] = [];

  override training(ticket: Ticket, signal: AbortSignal): Promise<DecodedWindow> {
    const window = super.training(ticket, signal);
    this.tickets.push(ticket);
    this.windows.push(window);
    return window;
  }
}

/** All that the statistics are computed from, with a state that the test changes and disposes. */
export async function prepare(
  folder: string,
  fields: Readonly<Record<string, unknown>> = {},
) {
  const config = await smallConfig(folder, fields);
  const progress = new Progress({ interactive: false, columns: () => 80, write: () => {} });
  const { signal } = new AbortController();
  const videos = divideVideos(config, await findVideos(config, { progress, signal }));
  const order = videoOrder(config, { method: METHODS.actnetformer, videos });
  const networks = createNetworks(config, { dual: true, classes: videos.classes.length });
  const { path: ffmpegPath } = await locateFfmpeg();
  const loader = new WatchedLoader(config, { ffmpegPath, notify: () => {} });
  const all = [...order.labeled, ...order.unlabeled];
  const broken = new BrokenVideos({ videos: all, purpose: "", share: 0, notify: () => {} });
  const optimizers = createOptimizers(networks, config.optimizer);
  const state = initialState({ networks, optimizers }, 7);
  const counted: number[] = [];
  const options = {
    networks,
    order,
    phases: [],
    loader,
    broken,
    signal,
    pendingWork: new PendingWork(),
    batches: BATCHES,
    onBatch: (count: number) => counted.push(count),
  };
  return { config, state, counted, options };
}

/** The clips of one network in batches, from what the loader decoded. */
export async function batchesOf(
  config: Config,
  loader: WatchedLoader,
  network: keyof PerNetwork<0>,
) {
  const views = viewOptions(config);
  const clips = await Promise.all(loader.windows.map(async (window) =>
    await firstValueFrom(
      of(await window).pipe(
        slowFast({ clips: clipRates(config.clip), seed: config.seed, training: true }),
        labeledViews(views.labeled),
        weakViews(views.weak),
      ),
    )
  ));
  return Array.from({ length: BATCHES }, (_, batch) => {
    const some = clips.slice(batch * CLIPS, (batch + 1) * CLIPS);
    const plans = some.map(({ views: { labeled, weak } }) => labeled ?? weak!);
    return tf.tidy(() => viewsToDevice(some, { plans }, pixelOptions(config)).plans[network]!);
  });
}
