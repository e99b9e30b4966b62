import assert from "node:assert/strict";
import { join } from "node:path";
import { drawConfusion } from "../../../pipeline/evaluation/draw_confusion.ts";
import { pngDataUrl } from "../../../pipeline/pictures/png_data_url.ts";
import type { MetricsLine } from "../../../pipeline/run/metrics_line.ts";
import type { SeenViews } from "../../../pipeline/run/seen_views.ts";
import { encodeEvents } from "../../../pipeline/runs/_event_records.ts";
import { drawSeenViews } from "../../../pipeline/runs/draw_seen_views.ts";
import { writeTensorBoard } from "../../../pipeline/runs/write_tensorboard.ts";
import { findPython, runPython } from "../../_python.ts";
import { numberOf, readSvg } from "../pictures/_read_svg.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { trainedRun } from "./_trained_run.ts";

const METRICS: readonly MetricsLine[] = [
  {
    kind: "step",
    step: 1,
    epoch: 0,
    loss: 3,
    lossTerms: { contrast: 1 },
    maskRates: { "A→Z": 0.5 },
    gate: { primary: { maskRate: 0.5, confidence: 0.75, histogram: [1, 2], judged: 4, right: 3 } },
    learningRate: { primary: 0.1 },
    seconds: { device: 2, data: 1 },
  },
  { kind: "validation", step: 1, scores: { primary: { top1: 0.5 } } },
];

Deno.test("writeTensorBoard() writes the numbers of all lines, by the names of their curves", () =>
  withFolder(async (root) => {
    using run = await trainedRun(root, "ra", { parts: [{}], metrics: METRICS });
    const folder = await writeTensorBoard(run);
    const [entry, ...others] = [...Deno.readDirSync(folder!)];
    assert.deepEqual(others, []);
    assert.match(entry!.name, /^events\.out\.tfevents\./);
    const startedAt = Date.parse("2026-01-01T10:00:00.000Z") / 1000;
    const expected = encodeEvents(startedAt, [
      {
        wallTime: startedAt + 3,
        step: 1,
        summaries: [
          { tag: "loss/total", scalar: 3 },
          { tag: "loss/contrast", scalar: 1 },
          { tag: "pseudoLabels/primary/right", scalar: 0.75 },
          { tag: "pseudoLabels/primary/used", scalar: 0.5 },
          { tag: "pseudoLabels/primary/confidence", scalar: 0.75 },
          { tag: "learningRate/primary", scalar: 0.1 },
          { tag: "seconds/device", scalar: 2 },
          { tag: "seconds/data", scalar: 1 },
          {
            tag: "pseudoLabels/primary/confidences",
            histogram: { edges: [0, 0.5, 1], counts: [1, 2], mean: 0.75 },
          },
        ],
      },
      {
        wallTime: startedAt + 3,
        step: 1,
        summaries: [{ tag: "validation/scores/primary/top1", scalar: 0.5 }],
      },
    ]);
    assert.deepEqual(await Deno.readFile(join(folder!, entry!.name)), expected);
  }));

Deno.test("writeTensorBoard() writes nothing before there are metrics", () =>
  withFolder(async (root) => {
    using run = await trainedRun(root, "ra");
    assert.equal(await writeTensorBoard(run), undefined);
  }));

const STRIP = pngDataUrl(new Uint8Array(40 * 20 * 3).fill(90), { width: 40, height: 20 });

const VIEWS: SeenViews = {
  version: 1,
  time: "2026-01-01T10:01:00.000Z",
  step: 1,
  clips: [{
    video: "für <b>&.mp4",
    role: "unlabeled",
    label: "run",
    views: { W: { primary: STRIP }, S: { primary: STRIP } },
    pseudoLabels: { primary: { class: "walk", confidence: 0.91, passed: true } },
  }],
};

/** Prints what TensorBoard's own reader finds in a folder, as JSON. */
const READ = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
names = ("scalars", "histograms", "images")
events = EventAccumulator(sys.argv[1], size_guidance={name: 0 for name in names})
events.Reload()
tags = events.Tags()
def histogram(event):
    value = event.histogram_value
    return [event.step, value.min, value.max, value.num, value.sum,
            list(value.bucket_limit), list(value.bucket)]
def image(event):
    png = event.encoded_image_string
    header = [int.from_bytes(png[start:start + 4], "big") for start in (16, 20)]
    return [event.step, event.width, event.height] + header
print(json.dumps({
    "scalars": {tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in tags["scalars"]},
    "histograms": {tag: [histogram(e) for e in events.Histograms(tag)] for tag in tags["histograms"]},
    "images": {tag: [image(e) for e in events.Images(tag)] for tag in tags["images"]},
    "others": [name for name, found in tags.items()
               if found and name not in names + ("distributions",)],
}))
`;

const python = await findPython(["tensorboard"]);

Deno.test({
  name: `writeTensorBoard() writes what the real TensorBoard reads back${python.lack}`,
  ignore: python.path === undefined,
  fn: () =>
    withFolder(async (root) => {
      const test = { primary: 0.5, both: 0.6 };
      using run = await trainedRun(root, "ra", { parts: [{}], metrics: METRICS, test });
      await Deno.mkdir(run.live);
      await Deno.writeTextFile(run.liveViews, JSON.stringify(VIEWS));
      const folder = await writeTensorBoard(run);
      const printed = await runPython(python.path!, READ, { words: [folder!] });
      const { images, ...numbers } = JSON.parse(printed.trim().split("\n").at(-1)!);
      assert.deepEqual(numbers, {
        scalars: {
          "loss/total": [[1, 3]],
          "loss/contrast": [[1, 1]],
          "pseudoLabels/primary/right": [[1, 0.75]],
          "pseudoLabels/primary/used": [[1, 0.5]],
          "pseudoLabels/primary/confidence": [[1, 0.75]],
          // Scalars have 32 bits.
          "learningRate/primary": [[1, Math.fround(0.1)]],
          "seconds/device": [[1, 2]],
          "seconds/data": [[1, 1]],
          "validation/scores/primary/top1": [[1, 0.5]],
        },
        histograms: {
          "pseudoLabels/primary/confidences": [[1, 0, 1, 3, 2.25, [0.5, 1], [1, 2]]],
        },
        others: [],
      });
      assert.deepEqual(Object.keys(images).toSorted(), [
        "evaluation/confusion/both",
        "evaluation/confusion/primary",
        "views",
      ]);
      const sizes = {
        "views": sizeOf(drawSeenViews(VIEWS)),
        "evaluation/confusion/primary": sizeOf(
          drawConfusion({ confusion: [[10]], videos: 10, top1: 0.5 }, {
            classes: ["a"],
            who: "primary",
          }),
        ),
      };
      for (const [tag, size] of Object.entries(sizes)) {
        assert.deepEqual(images[tag], [[1, ...size, ...size]], tag);
      }
    }),
});

function sizeOf(svg: string): number[] {
  const drawn = readSvg(svg);
  return [numberOf(drawn, "width"), numberOf(drawn, "height")];
}
