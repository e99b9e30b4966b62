import "../../_tensorflow.ts";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { decode } from "fast-png";
import { noiseStep, StepBatch, type Ticket, tinyNetworks } from "../../../operators/mod.ts";
import { disposeTree } from "../../../runtime/mod.ts";
import { TemporaryFolder } from "../../../pipeline/files/temporary_folder.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { LiveViews } from "../../../pipeline/training/live_views.ts";

const PIXELS = { size: 8, mean: 0.45, std: 0.225 };

function ticket(role: Ticket["role"], index: number, label: number | null): Ticket {
  const id = `${role}/${index}.mp4`;
  const video = { id, path: id, label };
  return { video, phase: 0, epoch: 0, position: index, repeat: 0, role };
}

/** A batch of two labeled and four unlabeled clips of noise. */
function noiseBatch(unlabeled: number): StepBatch {
  const step = noiseStep(tinyNetworks(), { labeled: 2, unlabeled });
  return new StepBatch(step.batch, {
    labeled: [ticket("labeled", 0, 1), ticket("labeled", 1, 0)],
    unlabeled: Array.from(
      { length: unlabeled },
      (_, index) => ticket("unlabeled", index, index === 0 ? null : 0),
    ),
  }, () => disposeTree(step));
}

const GATE = {
  pseudo: {
    primary: {
      labels: Int32Array.of(1, 0, 1, 1),
      confidence: Float32Array.of(0.5, 0.75, 1, 1),
      mask: Float32Array.of(0, 1, 1, 1),
    },
  },
};

Deno.test("LiveViews writes the clips of a step as the networks saw them", async () => {
  using folder = TemporaryFolder.make();
  const run = new RunFolder(folder.path);
  const notes: string[] = [];
  await using views = new LiveViews(run.liveViews, {
    pixels: PIXELS,
    words: { primary: "slow", auxiliary: "fast" },
    classes: ["walk", "run"],
    notify: (line) => notes.push(line),
  });
  {
    using batch = noiseBatch(4);
    views.show({ step: 6, batch, result: { gate: GATE } });
  }
  await views[Symbol.asyncDispose]();
  assert.deepEqual(notes, []);
  const seen = await run.readViews();
  assert.ok(seen);
  assert.equal(seen.step, 7);
  const shown = seen.clips.map(({ views, ...clip }) => ({ ...clip, views: Object.keys(views) }));
  const unlabeled = { role: "unlabeled", views: ["W", "S"] } as const;
  const offered = (name: string, confidence: number, passed: boolean) => ({
    primary: { class: name, confidence, passed },
  });
  assert.deepEqual(shown, [
    { video: "labeled/0.mp4", role: "labeled", label: "run", views: ["N"] },
    {
      ...unlabeled,
      video: "unlabeled/0.mp4",
      label: null,
      pseudoLabels: offered("run", 0.5, false),
    },
    {
      ...unlabeled,
      video: "unlabeled/1.mp4",
      label: "walk",
      pseudoLabels: offered("walk", 0.75, true),
    },
    {
      ...unlabeled,
      video: "unlabeled/2.mp4",
      label: "walk",
      pseudoLabels: offered("run", 1, true),
    },
  ]);
  for (const { views } of seen.clips) {
    for (const strips of Object.values(views)) {
      for (const url of Object.values(strips ?? {})) {
        const image = decode(Buffer.from(url.split(",")[1]!, "base64"));
        assert.deepEqual([image.width, image.height], [16, 8]);
      }
    }
  }
});

Deno.test("LiveViews shows only what a network sees", async () => {
  using folder = TemporaryFolder.make();
  const run = new RunFolder(folder.path);
  const networks: unknown[] = [];
  for (const words of [{ primary: "frames" }, { primary: "slow", auxiliary: "fast" }]) {
    const views = new LiveViews(run.liveViews, {
      pixels: PIXELS,
      words,
      classes: ["walk", "run"],
      notify: (line) => assert.fail(line),
    });
    using batch = noiseBatch(4);
    views.show({ step: 0, batch, result: { gate: GATE } });
    await views[Symbol.asyncDispose]();
    const seen = (await run.readViews())!;
    assert.deepEqual(seen.words, words);
    const [labeled, unlabeled] = seen.clips;
    networks.push(
      [labeled?.views.N, unlabeled?.views.S].map((strips) => Object.keys(strips ?? {})),
    );
  }
  const both = ["primary", "auxiliary"];
  assert.deepEqual(networks, [[["primary"], ["primary"]], [both, both]]);
});

Deno.test("LiveViews shows a step every 30 seconds, also one on labels alone", async () => {
  using folder = TemporaryFolder.make();
  const run = new RunFolder(folder.path);
  let now = 0;
  const views = new LiveViews(run.liveViews, {
    pixels: PIXELS,
    words: { primary: "slow", auxiliary: "fast" },
    classes: ["walk", "run"],
    notify: (line) => assert.fail(line),
    now: () => now,
  });
  using batch = noiseBatch(0);
  const steps: unknown[] = [];
  for (const [step, milliseconds] of [0, 29_999, 30_000, 59_999, 60_001].entries()) {
    now = milliseconds;
    views.show({ step, batch, result: {} });
    await views[Symbol.asyncDispose]();
    steps.push((await run.readViews())?.step);
  }
  assert.deepEqual(steps, [1, 1, 3, 3, 5]);
  const [clip, ...others] = (await run.readViews())!.clips;
  assert.deepEqual([Object.keys(clip!.views), clip!.pseudoLabels, others], [["N"], undefined, []]);
});

Deno.test("LiveViews shows the pseudo-labels of this worker's clips among those of all", async () => {
  using folder = TemporaryFolder.make();
  const run = new RunFolder(folder.path);
  await using views = new LiveViews(run.liveViews, {
    pixels: PIXELS,
    words: { primary: "slow", auxiliary: "fast" },
    classes: ["walk", "run"],
    notify: () => {},
    rowsOf: (count) => Array.from({ length: count }, (_, index) => 1 + 2 * index),
  });
  {
    using batch = noiseBatch(2);
    views.show({ step: 0, batch, result: { gate: GATE } });
  }
  await views[Symbol.asyncDispose]();
  const seen = await run.readViews();
  const confidence = seen?.clips.flatMap(({ pseudoLabels }) =>
    pseudoLabels?.primary.confidence ?? []
  );
  assert.deepEqual(confidence, [0.75, 1]);
});
