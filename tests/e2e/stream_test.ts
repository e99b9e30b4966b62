import assert from "node:assert/strict";
import { join } from "node:path";
import v8 from "node:v8";
import vm from "node:vm";
import { lastValueFrom, tap } from "rxjs";
import { locateFfmpeg } from "../../datasets/mod.ts";
import {
  Credits,
  type DecodedWindow,
  Learner,
  PendingWork,
  release,
  type Ticket,
  trainingStep,
  trainSteps,
} from "../../operators/mod.ts";
import { BrokenVideos } from "../../pipeline/videos/broken_videos.ts";
import { clipStream } from "../../pipeline/training/clip_stream.ts";
import { METHODS } from "../../pipeline/methods/methods.ts";
import { createNetworks } from "../../pipeline/networks/create_networks.ts";
import { planPhases } from "../../pipeline/training/plan_phases.ts";
import { Progress } from "../../pipeline/terminal/progress.ts";
import { train } from "../../pipeline/training/train.ts";
import { stepSchedule } from "../../pipeline/training/step_schedule.ts";
import { initialState } from "../../pipeline/training/initial_state.ts";
import { WindowLoader } from "../../pipeline/videos/window_loader.ts";
import { compile, liveHandles, tf } from "../../runtime/mod.ts";
import { watchTensors } from "../_leaks.ts";
import { makeSmallSet, smallConfig } from "./_small_set.ts";
import { videoOrder } from "../../pipeline/training/video_order.ts";
import { phaseOf } from "../../pipeline/training/phase.ts";
import { createOptimizers } from "../../pipeline/training/create_optimizers.ts";
import { createRunFolder } from "../../pipeline/run/create_run_folder.ts";
import { findVideos } from "../../pipeline/videos/find_videos.ts";
import { divideVideos } from "../../pipeline/videos/divide_videos.ts";

/** Clips of a step of the small configuration: 2 labeled, 2 unlabeled for each. */
const CLIPS = 6;

let folder = "";

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

const MEBIBYTE = 2 ** 20;

function counts(): number[] {
  return [tf.memory().numTensors, liveHandles()];
}

v8.setFlagsFromString("--expose-gc");

/** Garbage that V8 has not collected yet would hide what is really kept. */
const collectGarbage: () => void = vm.runInNewContext("gc");

/** Trains in this process and calls back after each step, while the step's batch is still alive. */
async function trainHere(fields: Record<string, unknown>, afterStep: () => void): Promise<void> {
  const config = await smallConfig(folder, fields);
  using run = createRunFolder({ preset: "here" }, { root: join(folder, "runs") });
  const write = (text: string) => {
    if (text.startsWith("step ")) afterStep();
  };
  const terminal = { interactive: false, columns: () => 80, write };
  await train(config, {
    run,
    resume: false,
    signal: new AbortController().signal,
    progress: new Progress(terminal, { everySteps: 1 }),
  });
}

Deno.test("train() keeps tensors and handles where they were, and memory flat", async () => {
  const assertNoLeaks = watchTensors();
  const steps = 400;
  const seen: string[] = [];
  const memory: Deno.MemoryUsage[] = [];
  await trainHere({
    "schedule.steps": steps,
    "checkpoint.everySteps": 50,
    "method.supervisedShare": 0,
    // With credits for one step no batch waits on the device while another is used.
    "credits": CLIPS,
  }, () => {
    seen.push(`${counts()}`);
    if (seen.length % 50 === 0) {
      collectGarbage();
      memory.push(Deno.memoryUsage());
    }
  });
  assert.deepEqual(new Set(seen.slice(1, steps)), new Set([seen[1]]));
  assertNoLeaks();
  // A step holds 90 KiB of weights and momenta and 100 KiB of clips: over 200 steps any of them
  // would show.
  const warm = memory[3]!;
  const end = memory[7]!;
  const grown = { heap: end.heapUsed - warm.heapUsed, resident: end.rss - warm.rss };
  assert.ok(grown.heap < MEBIBYTE && grown.resident < 8 * MEBIBYTE, JSON.stringify(grown));
});

/** Records which videos are requested. */
class WatchedLoader extends WindowLoader {
  readonly requested: Ticket[] = [];
  #wake = () => {};

  override training(ticket: Ticket, signal: AbortSignal): Promise<DecodedWindow> {
    this.requested.push(ticket);
    this.#wake();
    return super.training(ticket, signal);
  }

  /** Waits until the given number of videos has been requested. */
  async until(count: number): Promise<void> {
    while (this.requested.length < count) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }
}

Deno.test("train() decodes the next step's videos while the device is at work", async () => {
  const steps = 4;
  // Two steps on labels alone, then two of the whole method: the look-ahead crosses the change.
  const config = await smallConfig(folder, {
    "schedule.steps": steps,
    "method.supervisedShare": 0.5,
  });
  const progress = new Progress({ interactive: false, columns: () => 80, write: () => {} });
  const { signal } = new AbortController();
  const { path: ffmpegPath } = await locateFfmpeg();
  const videos = divideVideos(config, await findVideos(config, { progress, signal }));
  const order = videoOrder(config, { method: METHODS.actnetformer, videos });
  const loader = new WatchedLoader(config, { ffmpegPath, notify: () => {} });
  const networks = createNetworks(config, { dual: true, classes: videos.classes.length });
  const optimizers = createOptimizers(networks, config.optimizer);
  using learner = new Learner(initialState({ networks, optimizers }, 0));
  const phases = planPhases(config, {
    method: METHODS.actnetformer,
    networks,
    order,
    totalSteps: steps,
  });
  const compiled = phases.map(({ pipeline }) =>
    compile(trainingStep({ pipeline, optimizer: optimizers, maxGradientNorm: 40 }))
  );
  const sizes = Array.from({ length: steps }, (_, step) => {
    const { labeledPerBatch, ratio } = phaseOf(step, phases).order;
    return labeledPerBatch * (1 + ratio);
  });
  const upTo = (step: number) => sizes.slice(0, step).reduce((sum, size) => sum + size, 0);
  const credits = new Credits(2 * CLIPS);
  const requested: number[] = [];
  let taken = 0;
  await lastValueFrom(
    clipStream(config, {
      order,
      phases,
      firstStep: 0,
      loader,
      credits,
      broken: new BrokenVideos({
        videos: [],
        purpose: "training videos",
        share: 0,
        notify: () => {},
      }),
      pendingWork: new PendingWork(),
      signal,
    }).pipe(
      trainSteps({
        learner,
        schedule: stepSchedule(config, { method: METHODS.actnetformer, totalSteps: steps, phases }),
        // A device so slow that a step lasts until the next one's videos are requested: it would
        // never end if they were requested only after it.
        async step(input) {
          const number = taken++;
          await before(20_000, loader.until(upTo(number + 2)), `step ${number} waited in vain`);
          return await compiled[phases.indexOf(phaseOf(number, phases))]!(input);
        },
      }),
      tap(() => requested.push(loader.requested.length)),
      release(credits, ({ batch }) => batch),
    ),
  );
  for (const step of compiled) step[Symbol.dispose]();
  assert.equal(learner.steps, steps);
  // Never further ahead than the credits allow.
  requested.forEach((count, step) =>
    assert.ok(count <= upTo(step) + credits.capacity, `step ${step}`)
  );
});

/** Fails instead of hanging. */
async function before(milliseconds: number, work: Promise<void>, message: string): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(message)), milliseconds);
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
