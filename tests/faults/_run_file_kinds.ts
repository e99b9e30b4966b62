import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { formatScores } from "../../pipeline/commands/format_scores.ts";
import { describeChance } from "../../pipeline/evaluation/describe_chance.ts";
import { readPredictions } from "../../pipeline/evaluation/read_predictions.ts";
import { readShownFile } from "../../pipeline/run/read_shown_file.ts";
import { seenViewsSchema } from "../../pipeline/run/seen_views.ts";
import { streamStateSchema } from "../../pipeline/run/stream_state.ts";
import { surestMistakesSchema } from "../../pipeline/run/surest_mistakes.ts";
import { RunFolder } from "../../pipeline/run/run_folder.ts";
import { curvePanels } from "../../pipeline/runs/curve_panels.ts";
import { drawCurves } from "../../pipeline/runs/draw_curves.ts";
import { formatRuns } from "../../pipeline/runs/format_runs.ts";
import { summarizeRun } from "../../pipeline/runs/summarize_run.ts";
import { writeTensorBoard } from "../../pipeline/runs/write_tensorboard.ts";
import { SuggestionsFolder } from "../../pipeline/suggestion/suggestions_folder.ts";
import { pseudoLabelQuality } from "../../pipeline/sweep/pseudo_label_quality.ts";
import { RunMeter } from "../../pipeline/training/run_meter.ts";
import { STREAM_STATE } from "../pipeline/run/_stream_state.ts";
import { SUREST_MISTAKES } from "../pipeline/run/_surest_mistakes.ts";
import type { FileKind } from "./_file_kind.ts";

const STEP = {
  kind: "step",
  step: 1,
  loss: 2.5,
  lossTerms: { supervisedPrimary: 2, contrast: null },
  gate: { primary: { maskRate: 0.5, confidence: 0.7, histogram: [1, 2], judged: 3, right: 2 } },
  learningRate: { primary: 0.1 },
  seconds: { device: 1, data: 0.5, pause: 0 },
};
const LINES = [
  STEP,
  { kind: "validation", step: 1, scores: { primary: { top1: 0.5, top5: 1 } } },
  { kind: "costs", step: 1, seconds: 3, deviceSeconds: 1, dataSeconds: 1, peakResidentBytes: 9 },
  { ...STEP, step: 2, loss: null },
  { kind: "evaluation", step: 2, scores: { primary: { top1: 0.5, top5: 1 } } },
];
const METRICS = LINES.map((line) => `${JSON.stringify(line)}\n`).join("");

const RESULTS = {
  classes: ["run", "walk"],
  scores: {
    primary: { videos: 4, top1: 0.75, top5: 1, perClass: [1, null], confusion: [[2, 0], [1, 1]] },
  },
  steps: 2,
  run: { seconds: 60, waitingShare: 0.1, peakResidentBytes: 1e9 },
};

const CONFIG = JSON.stringify({
  data: { source: "motion" },
  method: { name: "cmpl" },
  schedule: { steps: 2 },
});

const RECORD = {
  parts: [{
    state: "finished",
    command: "deno task train",
    folder: "/home/user",
    startedAt: "2026-01-01T10:00:00.000Z",
    endedAt: null,
    program: { version: "0.1.0", commit: null, modified: null },
    deno: "2.9.6",
    libraries: { tensorflow: "2.21.0", device: "cpu", ffmpeg: "7" },
    host: { system: "linux x86_64", processor: "a", threads: 2, memoryBytes: 2 ** 34 },
  }],
};

const KEPT = [
  {
    version: 1,
    data: { source: "v", testList: null, split: null, labelsPerClass: 2, holdOutShare: 0.2 },
    classes: ["run", "walk"],
  },
  ["labeled", 0, "12 ab", null, "a.mp4"],
  ["unlabeled", null, null, 7, "b.mp4"],
  ["test", 1, "12 cd", null, "c.mp4"],
].map((line) => JSON.stringify(line)).join("\n");

const STRIPS = { primary: "data:image/png;base64,AAAA" };
const VIEWS = {
  version: 1,
  time: "2026-01-01T10:00:00.000Z",
  step: 3,
  clips: [{
    video: "a.mp4",
    role: "unlabeled",
    label: null,
    views: { W: STRIPS, S: STRIPS },
    pseudoLabels: { primary: { class: "walk", confidence: 0.5, passed: false } },
  }],
};

/** What to do about a broken file. */
const REMEDY = "Write it again";

const SUGGESTIONS = {
  version: 1,
  run: "r",
  source: "v",
  unlabeled: ["x"],
  classes: ["run"],
  suggestions: [{
    id: "a.mp4",
    path: "/v/a.mp4",
    uncertainty: { total: 1, doubt: 0.5, disagreement: 0.5 },
    guesses: [{ class: "run", probability: 1 }],
    answers: [{ network: "primary", class: "run", probability: 1 }],
    preview: { frames: 3, seconds: 2 },
  }],
};

async function summarize(_path: string, folder: string): Promise<string> {
  return formatRuns([await summarizeRun(new RunFolder(folder))]);
}

const RUN_FILES = { "config.json": CONFIG };

/** Files of a run, which its commands read. */
export const RUN_KINDS: readonly FileKind[] = [
  {
    name: "metrics",
    file: "metrics.jsonl",
    content: METRICS,
    beside: RUN_FILES,
    async use(path, folder) {
      const run = new RunFolder(folder);
      const metrics = await run.readMetrics();
      drawCurves(curvePanels(metrics), { title: "run", explanation: ["two steps"] });
      pseudoLabelQuality(metrics);
      new RunMeter(metrics, 0);
      await writeTensorBoard(run);
      return await summarize(path, folder);
    },
  },
  {
    name: "results",
    file: "results.json",
    content: JSON.stringify(RESULTS, null, 2),
    beside: RUN_FILES,
    async use(path, folder) {
      const results = await new RunFolder(folder).readResults();
      assert.ok(results !== undefined);
      formatScores(results.classes, results.scores);
      describeChance(results.scores, []);
      return await summarize(path, folder);
    },
  },
  {
    name: "record",
    file: "run.json",
    content: JSON.stringify(RECORD, null, 2),
    beside: RUN_FILES,
    use: summarize,
  },
  {
    name: "split",
    file: "split.json",
    content: '{"split": null, "labeled": 40, "unlabeled": 440, "missing": []}',
    beside: RUN_FILES,
    use: summarize,
  },
  { name: "configuration of a run", file: "config.json", content: CONFIG, use: summarize },
  {
    name: "videos of a run",
    file: "videos.jsonl.gz",
    content: KEPT,
    pack: (content) => new Uint8Array(gzipSync(content)),
    use: (_path, folder) => new RunFolder(folder).readVideos(),
  },
  {
    name: "videos of a run, packed",
    file: "videos.jsonl.gz",
    content: gzipSync(KEPT),
    use: (_path, folder) => new RunFolder(folder).readVideos(),
  },
  {
    name: "predictions",
    file: "predictions.jsonl",
    content: ["a", "b"].map((video) =>
      `${
        JSON.stringify({
          video,
          label: "run",
          answers: { primary: [{ class: "run", probability: 0.5 }] },
        })
      }\n`
    ).join(""),
    use: (_path, folder) => readPredictions(new RunFolder(folder)),
  },
  {
    name: "state of the stream",
    file: "stream.json",
    content: JSON.stringify(STREAM_STATE),
    use: (path) => readShownFile(path, streamStateSchema, { remedy: REMEDY }),
  },
  {
    name: "clips as the networks saw them",
    file: "views.json",
    content: JSON.stringify(VIEWS),
    use: (path) => readShownFile(path, seenViewsSchema, { remedy: REMEDY }),
  },
  {
    name: "surest mistakes",
    file: "mistakes.json",
    content: JSON.stringify(SUREST_MISTAKES),
    use: (path) => readShownFile(path, surestMistakesSchema, { remedy: REMEDY }),
  },
  {
    name: "suggestions",
    file: "suggestions.json",
    content: JSON.stringify(SUGGESTIONS),
    use: (_path, folder) => new SuggestionsFolder(folder).readSet(),
  },
];
