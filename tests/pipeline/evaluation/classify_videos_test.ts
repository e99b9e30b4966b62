import { clipRates } from "../../../pipeline/config/clip_rates.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { firstValueFrom, from, toArray } from "rxjs";
import { locateFfmpeg } from "../../../datasets/mod.ts";
import {
  mapNetworks,
  slowFast,
  testCrops,
  type VideoSource,
  viewsToDevice,
} from "../../../operators/mod.ts";
import {
  type CompiledNetworks,
  compileNetworks,
} from "../../../pipeline/evaluation/clip_classifier.ts";
import { classifyVideos } from "../../../pipeline/evaluation/classify_videos.ts";
import type { Config } from "../../../pipeline/config/config.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import { initialState } from "../../../pipeline/training/initial_state.ts";
import { WindowLoader } from "../../../pipeline/videos/window_loader.ts";
import { disposeTree, tf } from "../../../runtime/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import { runFfmpeg } from "../../datasets/_fixtures.ts";
import { CLASSES, makeSmallSet, smallConfig } from "../../e2e/_small_set.ts";
import { createOptimizers } from "../../../pipeline/training/create_optimizers.ts";
import { pixelOptions } from "../../../pipeline/videos/pixel_options.ts";

/** Rounding: other batches take other paths through the convolutions. */
const TOLERANCE = 1e-6;

/** Products in bf16, of two to three decimal digits, by heads that are sixty times as large as usual. */
const ROUNDED = 0.05;

const BROKEN = "broken";

let folder = "";
let videos: readonly VideoSource[] = [];

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  videos = await testVideos();
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

/** Seven videos, one of them upright and longer, and in their middle one that cannot be read. */
async function testVideos(): Promise<VideoSource[]> {
  const upright = join(folder, "upright.avi");
  await runFfmpeg([
    ...["-f", "lavfi", "-i", "testsrc=size=16x40:rate=25", "-t", "4", "-c:v", "mpeg4", upright],
  ]);
  const unreadable = join(folder, "broken.avi");
  await Deno.writeTextFile(unreadable, "not a video");
  const sound = CLASSES.flatMap((name) =>
    [0, 1].map((index) => join(folder, "videos/test", name, `${index}.avi`))
  );
  return [...sound.slice(0, 3), upright, unreadable, ...sound.slice(3)].map((path, index) => ({
    path,
    label: 0,
    id: path === unreadable ? BROKEN : `video ${index}`,
  }));
}

/**
 * A pair of networks whose answers differ much from video to video, as those of trained ones do.
 */
function networksOf(config: Config) {
  const networks = createNetworks(config, { dual: true, classes: CLASSES.length });
  const optimizers = createOptimizers(networks, config.optimizer);
  const state = initialState({ networks, optimizers }, 7);
  const decided = mapNetworks(state, (network) => {
    const head = "head.weight" in network.parameters ? "head.weight" : "blocks.3.proj.weight";
    const { [head]: weight, ...others } = network.parameters;
    const larger = weight!.mul(60);
    weight!.dispose();
    return { ...network, parameters: { ...others, [head]: larger } };
  });
  return { networks, state: decided };
}

type Trained = ReturnType<typeof networksOf>;

/** What each network says about a video: its probabilities, then its features. */
interface Answer {
  readonly primary: number[];
  readonly auxiliary: number[];
}

/** Counts the videos that it has loaded. */
class CountingLoader extends WindowLoader {
  loaded = 0;

  override async test(...video: Parameters<WindowLoader["test"]>) {
    const windows = await super.test(...video);
    this.loaded++;
    return windows;
  }
}

async function loaderOf(config: Config): Promise<CountingLoader> {
  const { path } = await locateFfmpeg();
  return new CountingLoader(config, { ffmpegPath: path, notify: () => {} });
}

async function classify(config: Config, trained: Trained): Promise<Map<string, Answer>> {
  const seen: [string, Answer][] = [];
  const broken: string[] = [];
  await classifyVideos(config, {
    ...trained,
    videos,
    loader: await loaderOf(config),
    signal: new AbortController().signal,
    onBroken: ({ id }) => broken.push(id),
    onClassified: ({ video, probabilities, features }) =>
      seen.push([video.id, {
        primary: [...probabilities.primary, ...features.primary],
        auxiliary: [...probabilities.auxiliary!, ...features.auxiliary!],
      }]),
  });
  assert.deepEqual(broken, [BROKEN]);
  const order = videos.map(({ id }) => id).filter((id) => id !== BROKEN);
  assert.deepEqual(seen.map(([id]) => id), order, "each video once, in order");
  return new Map(seen);
}

/**
 * The paper's protocol spelled out: each view alone, op by op; the means on the host.
 */
async function oneViewAtATime(config: Config, { networks, state }: Trained, video: VideoSource) {
  const ticket = { video, phase: 0, epoch: 0, position: 0, repeat: 0, role: "unlabeled" } as const;
  const loader = await loaderOf(config);
  const windows = await loader.test(ticket, 5, new AbortController().signal);
  const rates = { clips: clipRates(config.clip), seed: 0, training: false };
  const clips = await firstValueFrom(from(windows).pipe(slowFast(rates), toArray()));
  const views = clips.flatMap((clip) =>
    testCrops(clip).map((crop) =>
      viewsToDevice([clip], { crop: [crop] }, pixelOptions(config)).crop
    )
  );
  assert.equal(views.length, 15);
  const means = mapNetworks(networks, (model, network) => {
    const answers = views.map((view) =>
      tf.tidy(() => {
        const clips = view[network]!;
        const output = model.forward({ ...state[network]!, clips, training: false });
        const probabilities = tf.softmax(output.logits).dataSync<"float32">();
        return [...probabilities, ...output.features.dataSync<"float32">()];
      })
    );
    return answers[0]!.map((_, index) =>
      answers.reduce((sum, answer) => sum + answer[index]!, 0) / views.length
    );
  });
  disposeTree(views);
  return means;
}

function largestDifference(actual: readonly number[], expected: readonly number[]): number {
  assert.equal(actual.length, expected.length);
  return Math.max(...actual.map((value, index) => Math.abs(value - expected[index]!)));
}

Deno.test("classifyVideos() is the mean of softmax and features over 5 clips and 3 crops, whatever the batch", async () => {
  const protocol = await smallConfig(folder, { "evaluate.clips": 5, "evaluate.crops": 3 });
  const assertNoLeaks = watchTensors();
  const trained = networksOf(protocol);
  const expected = await Promise.all(
    videos.filter(({ id }) => id !== BROKEN)
      .map(async (video) => [video.id, await oneViewAtATime(protocol, trained, video)] as const),
  );
  for (const network of ["primary", "auxiliary"] as const) {
    const firsts = expected.map(([, answers]) => answers[network]![0]!);
    assert.ok(
      Math.max(...firsts) - Math.min(...firsts) > 0.05,
      `${network} answers alike: ${firsts}`,
    );
  }
  // One by one; two full batches and a last of one; all at once, more room than videos.
  for (const videosAtOnce of [1, 3, 7, 16]) {
    const config = { ...protocol, evaluate: { ...protocol.evaluate, videosAtOnce } };
    const answers = await classify(config, trained);
    for (const [id, { primary, auxiliary }] of expected) {
      const given = answers.get(id)!;
      const off = Math.max(
        largestDifference(given.primary, primary),
        largestDifference(given.auxiliary, auxiliary!),
      );
      assert.ok(off <= TOLERANCE, `${id}, ${videosAtOnce} at once: off by ${off}`);
    }
  }
  disposeTree(trained.state);
  assertNoLeaks();
});

Deno.test("classifyVideos() in bf16 answers almost as in float32", async () => {
  const config = await smallConfig(folder);
  const assertNoLeaks = watchTensors();
  const trained = networksOf(config);
  const exact = await classify(config, trained);
  const evaluate = { ...config.evaluate, precision: "bf16" } as const;
  const rounded = await classify({ ...config, evaluate }, trained);
  for (const network of ["primary", "auxiliary"] as const) {
    const differences = Array.from(exact, ([id, answer]) => {
      const classes = (of: Answer) => of[network].slice(0, CLASSES.length);
      return largestDifference(classes(rounded.get(id)!), classes(answer));
    });
    const most = Math.max(...differences);
    assert.ok(most > TOLERANCE && most < ROUNDED, `${network}: off by ${differences}`);
  }
  disposeTree(trained.state);
  assertNoLeaks();
});

/** Networks that wait for something before they answer. */
function slowed(compiled: CompiledNetworks, before: () => Promise<void>): CompiledNetworks {
  const answer = async (...input: Parameters<CompiledNetworks>) => {
    await before();
    return await compiled(...input);
  };
  return Object.assign(answer, { prepare: compiled.prepare, [Symbol.dispose]() {} });
}

/** Waits for something that happens soon. */
async function until(isSo: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 5000;
  while (!isSo()) {
    assert.ok(performance.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

Deno.test("classifyVideos() decodes the next videos and computes them while others are on the device", async () => {
  const small = await smallConfig(folder);
  const config = { ...small, evaluate: { ...small.evaluate, videosAtOnce: 3 } };
  const trained = networksOf(config);
  const loader = await loaderOf(config);
  using compiled = compileNetworks(config, trained.networks);
  let calls = 0;
  const device = slowed(compiled, async () => {
    calls++;
    if (calls > 1) return;
    await until(() => loader.loaded === 6, "only some of the next videos were decoded");
    await until(() => calls === 2, "they are not computed");
  });
  const seen: string[] = [];
  await classifyVideos(config, {
    ...trained,
    videos,
    loader,
    cores: 1,
    compiled: device,
    signal: new AbortController().signal,
    onBroken: () => {},
    onClassified: ({ video: { id } }) => seen.push(id),
  });
  assert.deepEqual([calls, seen.length], [3, 7]);
  disposeTree(trained.state);
});

Deno.test("classifyVideos() stops after the videos on the device, and frees their views", async () => {
  const config = await smallConfig(folder);
  const assertNoLeaks = watchTensors();
  const trained = networksOf(config);
  const loader = await loaderOf(config);
  using compiled = compileNetworks(config, trained.networks);
  const interrupt = new AbortController();
  let calls = 0;
  const device = slowed(compiled, async () => {
    calls++;
    await until(() => calls === 2, "the next video is not computed");
    interrupt.abort(new Error("stop"));
  });
  const classified = classifyVideos(config, {
    ...trained,
    videos,
    loader,
    compiled: device,
    signal: interrupt.signal,
    onBroken: () => {},
    onClassified: () => {},
  });
  await assert.rejects(classified, { message: "stop" });
  assert.equal(calls, 2);
  disposeTree(trained.state);
  assertNoLeaks();
});
