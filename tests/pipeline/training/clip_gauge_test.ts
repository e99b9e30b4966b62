import { clipRates } from "../../../pipeline/config/clip_rates.ts";
import "../../_tensorflow.ts";
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Subscription, tap } from "rxjs";
import { DecodeError } from "../../../datasets/mod.ts";
import {
  Credits,
  type DecodedWindow,
  decodingGrid,
  Learner,
  PendingWork,
  release,
  type StepOutput,
  type Ticket,
  trainSteps,
  type WithStatistics,
} from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { type Config, loadConfig } from "../../../pipeline/config/config.ts";
import { ClipGauge } from "../../../pipeline/training/clip_gauge.ts";
import { clipStream } from "../../../pipeline/training/clip_stream.ts";
import { clipsPerStep } from "../../../pipeline/training/clips_per_step.ts";
import { BrokenVideos } from "../../../pipeline/videos/broken_videos.ts";
import { WindowLoader } from "../../../pipeline/videos/window_loader.ts";
import { settle } from "../../operators/stream/laws/_law.ts";

/** How a decoder or a step ends. */
type Ending = "done" | "broken" | "crashed";

/** One course of a stream. */
interface Course {
  readonly labeledPerBatch: number;
  readonly ratio: number;
  /** Steps whose clips the credits suffice for. */
  readonly creditSteps: number;
  readonly steps: number;
  /** How the decoders end, in the order of their starts; then all are done. */
  readonly decoders: readonly Ending[];
  /** The step that fails, if the stream gets so far. */
  readonly failingStep: number;
  /** What the user does at some time, if anything. */
  readonly stop: "interrupt" | "unsubscribe" | null;
  /** Decides which decoder, step or user is next. */
  readonly scheduler: fc.Scheduler;
}

const COURSES: fc.Arbitrary<Course> = fc.record({
  labeledPerBatch: fc.integer({ min: 1, max: 3 }),
  ratio: fc.integer({ min: 0, max: 2 }),
  creditSteps: fc.integer({ min: 1, max: 3 }),
  steps: fc.integer({ min: 1, max: 5 }),
  decoders: fc.array(
    fc.oneof(
      { weight: 14, arbitrary: fc.constant<Ending>("done") },
      { weight: 3, arbitrary: fc.constant<Ending>("broken") },
      { weight: 1, arbitrary: fc.constant<Ending>("crashed") },
    ),
    { minLength: 8, maxLength: 30 },
  ),
  failingStep: fc.integer({ min: 0, max: 20 }),
  stop: fc.constantFrom("interrupt", "unsubscribe", null, null, null),
  scheduler: fc.scheduler(),
});

/** Decodes nothing: when and how a decoder ends is given. */
class PlannedLoader extends WindowLoader {
  readonly #config: Config;
  readonly #course: Course;
  #started = 0;

  constructor(config: Config, course: Course) {
    super(config, { ffmpegPath: "none", notify: () => {} });
    this.#config = config;
    this.#course = course;
  }

  override holds(): boolean {
    return this.#started % 2 === 1;
  }

  override async training(ticket: Ticket, signal: AbortSignal): Promise<DecodedWindow> {
    const ending = this.#course.decoders[this.#started] ?? "done";
    this.#started++;
    // One that runs may end well after the abort.
    signal.throwIfAborted();
    await this.#course.scheduler.schedule(Promise.resolve(), "decoder");
    if (ending === "crashed") throw new Error("no memory");
    if (ending === "broken") {
      throw new DecodeError("broken", { path: ticket.video.path, exitCode: 1, stderr: "" });
    }
    const { frameCount, framesPerSecond } = decodingGrid(clipRates(this.#config.clip));
    const size = { height: 8, width: 8 };
    return {
      ticket,
      frames: new Uint8Array(frameCount * 192),
      frameCount,
      framesPerSecond,
      ...size,
    };
  }
}

const ids = (role: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `${role}${index}`,
    path: `${role}${index}`,
    label: 0,
  }));

/** Runs a course, and checks the gauge after whatever happens. */
async function follow(config: Config, course: Course): Promise<ClipGauge> {
  const { labeledPerBatch, ratio, steps, scheduler } = course;
  const videos = { labeled: ids("labeled", 8), unlabeled: ids("unlabeled", ratio * 4) };
  const order = { ...videos, labeledPerBatch, ratio, seed: 0 };
  const credits = new Credits(clipsPerStep(order) * course.creditSteps);
  const gauge = new ClipGauge();
  const interrupt = new AbortController();
  let trained = 0;
  let ending: unknown;

  function check(): void {
    const counts = Object.values(gauge.clips);
    assert.ok(counts.every((count) => count >= 0), JSON.stringify(gauge.clips));
    const sum = counts.reduce((total, count) => total + count, 0);
    assert.equal(sum, credits.inFlight, JSON.stringify(gauge.clips));
  }

  using learner = new Learner({ primary: { parameters: {}, momentum: {}, statistics: {} } });
  const subscription: Subscription = clipStream(config, {
    order,
    phases: [{ from: 0, to: steps, order }],
    firstStep: 0,
    loader: new PlannedLoader(config, course),
    broken: new BrokenVideos({
      videos: [...videos.labeled, ...videos.unlabeled],
      purpose: "training videos",
      share: 1,
      notify: () => {},
    }),
    credits,
    pendingWork: new PendingWork(),
    signal: interrupt.signal,
    gauge,
  }).pipe(
    // As stream_steps.ts does.
    trainSteps<WithStatistics>({
      learner,
      schedule: () => ({
        learningRate: { primary: 0.1 },
        weights: { pseudoLabel: 1, contrast: 1 },
      }),
      async step(): Promise<StepOutput<WithStatistics>> {
        gauge.startStep(clipsPerStep(order));
        await scheduler.schedule(Promise.resolve(), "step");
        if (learner.steps === course.failingStep) throw new Error("no memory on the device");
        return {
          state: { primary: { parameters: {}, momentum: {}, statistics: {} } },
          result: { loss: tf.scalar(1) },
          gradientNorm: { primary: tf.scalar(1) },
        };
      },
      afterStep: () => scheduler.schedule(Promise.resolve(), "record"),
    }),
    release(credits, ({ batch }) => batch),
    tap({ next: ({ batch }) => gauge.finishStep(batch.clips), finalize: () => gauge.end() }),
  ).subscribe({
    next: () => trained++,
    error: (error) => ending = error,
    complete: () => ending = "complete",
  });
  const stops = {
    interrupt: () => interrupt.abort(),
    unsubscribe: () => subscription.unsubscribe(),
  };
  const { stop } = course;
  if (stop !== null) void scheduler.schedule(Promise.resolve(), stop).then(stops[stop]);
  check();
  do {
    while (scheduler.count() > 0) {
      await scheduler.waitOne();
      await settle();
      check();
    }
    // In a task of its own toDevice() sends a further batch.
    await new Promise((resolve) => setTimeout(resolve, 2));
  } while (scheduler.count() > 0);
  assert.equal(credits.inFlight, 0);
  assert.match(String(ending), EXPECTED_ENDINGS);
  const isUndisturbed = stop === null && course.failingStep >= steps &&
    !course.decoders.includes("crashed");
  if (isUndisturbed && trained < steps) assert.match(String(ending), /be readable/);
  const { taken, decoded, fromCache } = gauge.total;
  assert.equal(gauge.total.trained, trained * clipsPerStep(order));
  assert.ok(fromCache <= decoded && decoded <= taken && gauge.gathered <= decoded);
  return gauge;
}

/** Nothing else may end a course; "undefined" is that of an unsubscribed one. */
const EXPECTED_ENDINGS = /^(complete|undefined|Error: no memory|AbortError: |Error: .*be readable)/;

Deno.test("law: the clips of a ClipGauge add up to the credits in flight, whatever fails", async () => {
  const { config } = await loadConfig("motion_small", []);
  const check = async (course: Course) => {
    await follow(config, course);
  };
  await fc.assert(fc.asyncProperty(COURSES, check), {
    numRuns: 200,
  });
});

Deno.test("ClipGauge counts videos that others replace, and those from memory", async () => {
  const { config } = await loadConfig("motion_small", []);
  const scheduler = fc.sample(fc.scheduler(), 1)[0]!;
  const gauge = await follow(config, {
    labeledPerBatch: 1,
    ratio: 1,
    creditSteps: 2,
    steps: 2,
    decoders: ["broken", "done", "broken"],
    failingStep: 9,
    stop: null,
    scheduler,
  });
  assert.deepEqual(gauge.total, { taken: 4, decoded: 4, fromCache: 3, replaced: 2, trained: 4 });
  assert.equal(gauge.gathered, 4);
});
