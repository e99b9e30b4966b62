import { Buffer } from "node:buffer";
import { encode } from "fast-png";
import type {
  EvaluationAnswer,
  ListedRun,
  RunDetails,
  SeriesAnswer,
  SeriesColumn,
  SeriesTable,
  VideoPreview,
} from "../../../../pipeline/dashboard/api.ts";
import type { SeenViews } from "../../../../pipeline/run/seen_views.ts";
import type { StreamState } from "../../../../pipeline/run/stream_state.ts";

/** Classes of the videos of these runs. */
export const CLASSES = ["bounce", "nod", "orbit", "pulse", "shake", "slide", "sweep", "zoom"];

/** A run that trains. */
export function runOf(key: string, changes: Partial<ListedRun> = {}): ListedRun {
  return {
    key,
    name: `run-${key}`,
    state: "running",
    problem: null,
    tag: null,
    startedAt: "2025-11-26T12:00:00.000Z",
    endedAt: null,
    steps: 120,
    totalSteps: 200,
    data: "motion",
    method: "actnetformer",
    labeled: 40,
    unlabeled: 600,
    test: null,
    ...changes,
  };
}

/** The same run as a whole. */
export function detailsOf(run: ListedRun, changes: Partial<RunDetails> = {}): RunDetails {
  return {
    ...run,
    classes: CLASSES,
    threshold: 0.8,
    settings: { "method.name": run.method, "optimizer.learningRate": 0.1, "seed": 1 },
    command: "deno task train --steps 200",
    machine: "Linux, 2 threads",
    ...changes,
  };
}

/** A stream that is full. */
export function streamOf(changes: Partial<StreamState> = {}): StreamState {
  return {
    version: 1,
    time: new Date().toISOString(),
    process: 1234,
    step: 121,
    totalSteps: 200,
    epoch: 0,
    activity: "device",
    activitySeconds: 0.4,
    credits: { capacity: 36, inFlight: 30 },
    clips: {
      queued: 2,
      decoding: 2,
      decoded: 3,
      batching: 5,
      ready: 0,
      onDevice: 6,
      training: 12,
    },
    total: { taken: 1500, decoded: 1490, fromCache: 900, replaced: 1, trained: 1452 },
    balance: "device-bound",
    residentBytes: 950 * 2 ** 20,
    ...changes,
  };
}

const STEP_COLUMNS = [
  "loss",
  "lossTerms.supervisedPrimary",
  "lossTerms.supervisedAuxiliary",
  "lossTerms.pseudoPrimary",
  "lossTerms.pseudoAuxiliary",
  "lossTerms.contrast",
  "gate.primary.maskRate",
  "gate.auxiliary.maskRate",
  "gate.primary.right",
  "gate.auxiliary.right",
  "gate.primary.confidence",
  "gate.auxiliary.confidence",
  "agreement",
  "learningRate.primary",
  "learningRate.auxiliary",
  "gradientNorm.primary",
  "gradientNorm.auxiliary",
  "seconds.device",
  "seconds.data",
  "seconds.pause",
];

/** Series of a run of so many steps, in buckets of equally many. */
export function seriesOf(
  steps: number,
  { buckets = Math.min(steps, 300) }: { readonly buckets?: number } = {},
): SeriesAnswer {
  const perBucket = Math.ceil(steps / Math.max(1, buckets));
  const from = Array.from({ length: buckets }, (_, index) => index * perBucket + 1);
  const to = from.map((first) => Math.min(steps, first + perBucket - 1));
  const columns = Object.fromEntries(
    STEP_COLUMNS.map((name, index) => [name, columnOf(to, index)]),
  );
  const validated = to.filter((_, index) => index % 40 === 39);
  const validation = tableOf(validated, ["primary.top1", "auxiliary.top1", "both.top1"]);
  return {
    generation: 1,
    firstStep: steps === 0 ? 0 : 1,
    lastStep: steps,
    steps: { from, to, columns: steps === 0 ? {} : columns },
    validation,
    costs: tableOf(validated, ["peakResidentBytes"]),
    evaluation: tableOf([], []),
    confidence: steps === 0 ? {} : { primary: histograms(buckets), auxiliary: histograms(buckets) },
    problem: null,
  };
}

function tableOf(steps: readonly number[], names: readonly string[]): SeriesTable {
  const columns = names.map((name, index) => [name, columnOf(steps, index)]);
  return { from: steps, to: steps, columns: steps.length === 0 ? {} : Object.fromEntries(columns) };
}

function columnOf(steps: readonly number[], index: number): SeriesColumn {
  const mean = steps.map((step) => 0.9 / (1 + (index + 1) * step / 500));
  return { mean, min: mean.map((value) => 0.9 * value), max: mean.map((value) => 1.1 * value) };
}

function histograms(buckets: number): number[][] {
  return Array.from({ length: buckets }, () => [0, 0, 1, 1, 2, 2, 1, 1, 2, 4]);
}

/** A small image as a `data:` URL. */
function imageUrl(): string {
  const size = { width: 16, height: 8 };
  const data = new Uint8Array(size.width * size.height * 3).fill(128);
  const png = encode({ ...size, data, channels: 3, depth: 8 });
  return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
}

/** A labeled clip, and an unlabeled one. */
export function viewsOf(): SeenViews {
  const strips = { primary: imageUrl(), auxiliary: imageUrl() };
  return {
    version: 1,
    time: "2025-11-26T12:10:00.000Z",
    step: 100,
    words: { primary: "slow", auxiliary: "fast" },
    clips: [
      { video: "orbit/v1.mp4", role: "labeled", label: "orbit", views: { N: strips } },
      {
        video: "nod/v2.mp4",
        role: "unlabeled",
        label: "nod",
        views: { W: strips, S: strips },
        pseudoLabels: {
          primary: { class: "nod", confidence: 0.95, passed: true },
          auxiliary: { class: "zoom", confidence: 0.4, passed: false },
        },
      },
    ],
  };
}

/** Scores in which "nod" is often taken for "zoom". */
export function evaluationOf(): EvaluationAnswer {
  const confusion: number[][] = CLASSES.map((_, label) =>
    CLASSES.map((_, answer) => label === answer ? 8 : 0)
  );
  confusion[1] = [0, 3, 0, 0, 0, 0, 0, 5];
  const scores = {
    videos: 64,
    top1: 59 / 64,
    top5: 1,
    perClass: CLASSES.map((name) => name === "nod" ? 3 / 8 : 1),
    confusion,
  };
  return { classes: CLASSES, scores: { primary: scores, both: scores }, hasVideos: true };
}

/** A video of two frames. */
export function previewOf(name: string): VideoPreview {
  return {
    name,
    label: "nod",
    answers: { both: [{ class: "zoom", probability: 0.7 }, { class: "nod", probability: 0.2 }] },
    seconds: 2.5,
    frames: [imageUrl(), imageUrl()],
  };
}
