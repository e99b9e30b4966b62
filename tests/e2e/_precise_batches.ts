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
import { METHODS } from "../../pipeline/method/methods.ts";
import { createNetworks } from "../../pipeline/method/networks.ts";
import { Progress } from "../../pipeline/terminal/progress.ts";
import { createOptimizers, initialState } from "../../pipeline/training/initial_state.ts";
import { divideVideos, findVideos } from "../../pipeline/videos/video_set.ts";
import { MEAN, STD, viewOptions } from "../../pipeline/videos/views.ts";
import { WindowLoader } from "../../pipeline/videos/window_loader.ts";
import { disposeTree, type TensorTree, tf } from "../../runtime/mod.ts";
import { smallConfig } from "./_small_set.ts";
import { creditsFor, videoOrder } from "../../pipeline/training/video_order.ts";

/** Batches that the statistics are computed over. */
export const BATCHES = 4;

/** Videos of a step of the small configuration. */
export const CLIPS = 6;

/** Writes down what it decodes, in the order in which it is asked for. */
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
  const order = videoOrder(config, METHODS.actnetformer, videos);
  const networks = createNetworks(config, METHODS.actnetformer, videos.classes.length);
  const loader = new WatchedLoader(config, (await locateFfmpeg()).path, () => {});
  const all = [...order.labeled, ...order.unlabeled];
  const broken = new BrokenVideos({ videos: all, purpose: "", share: 0, notify: () => {} });
  const state = initialState(networks, createOptimizers(networks, config.optimizer), 7);
  const counted: number[] = [];
  const options = {
    networks,
    order,
    loader,
    broken,
    signal,
    credits: creditsFor(config, order),
    pendingWork: new PendingWork(),
    batches: BATCHES,
    onBatch: (count: number) => counted.push(count),
  };
  return { config, state, counted, options };
}

/** Frees a tree whose type is none of a tree. */
export const dispose = (tree: unknown) => disposeTree(tree as TensorTree);

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
        slowFast({ ...config.clip, seed: config.seed, training: true }),
        labeledViews(views.labeled),
        weakViews(views.weak),
      ),
    )
  ));
  return Array.from({ length: BATCHES }, (_, batch) => {
    const some = clips.slice(batch * CLIPS, (batch + 1) * CLIPS);
    const plans = some.map(({ views: { labeled, weak } }) => labeled ?? weak!);
    const pixels = { size: config.clip.size, mean: MEAN, std: STD };
    return tf.tidy(() => viewsToDevice(some, { plans }, pixels).plans[network]!);
  });
}
