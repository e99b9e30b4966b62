import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gzipSync } from "node:zlib";
import { readManifest } from "../../datasets/mod.ts";
import { readFileFacts } from "../../models/weights/_file_facts.ts";
import { openWeights, SafetensorsReader, writeSafetensors } from "../../models/mod.ts";
import { formatScores } from "../../pipeline/commands/format_scores.ts";
import { loadConfig } from "../../pipeline/config/config.ts";
import { describeChance } from "../../pipeline/evaluation/describe_chance.ts";
import { readPredictions } from "../../pipeline/evaluation/read_predictions.ts";
import { openCheckpoint } from "../../pipeline/run/open_checkpoint.ts";
import { RunFolder } from "../../pipeline/run/run_folder.ts";
import { saveCheckpoint } from "../../pipeline/run/save_checkpoint.ts";
import { curvePanels } from "../../pipeline/runs/curve_panels.ts";
import { drawCurves } from "../../pipeline/runs/draw_curves.ts";
import { formatRuns } from "../../pipeline/runs/format_runs.ts";
import { summarizeRun } from "../../pipeline/runs/summarize_run.ts";
import { writeTensorBoard } from "../../pipeline/runs/write_tensorboard.ts";
import { parseAnswers } from "../../pipeline/suggestion/parse_answers.ts";
import { SuggestionsFolder } from "../../pipeline/suggestion/suggestions_folder.ts";
import { readGrid } from "../../pipeline/sweep/grid.ts";
import { pseudoLabelQuality } from "../../pipeline/sweep/pseudo_label_quality.ts";
import { RunMeter } from "../../pipeline/training/run_meter.ts";
import { CheckReport } from "../../pipeline/videos/check_report.ts";
import { CREATE_TABLES } from "../datasets/database/_create_tables.ts";
import { stateAt, TENSORS } from "../pipeline/run/_checkpoints.ts";

/** A kind of file that the program reads. */
export interface FileKind {
  readonly name: string;
  /** A sound file. */
  readonly content: string | Uint8Array;
  /** Its name, and of what lies beside it. */
  readonly file: string;
  readonly beside?: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>;
  /** Writes the file otherwise than as it is. */
  readonly pack?: (content: Uint8Array) => Uint8Array<ArrayBuffer>;
  /** Reads it and uses what it holds, as the program does. */
  readonly use: (path: string, folder: string) => Promise<unknown>;
}

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

const RUN_KINDS: readonly FileKind[] = [
  {
    name: "metrics",
    file: "metrics.jsonl",
    content: METRICS,
    beside: RUN_FILES,
    async use(path, folder) {
      const run = new RunFolder(folder);
      const metrics = await run.readMetrics();
      drawCurves(curvePanels(metrics), { title: "run", subtitle: "two steps" });
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
      describeChance(results.scores);
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
    name: "suggestions",
    file: "suggestions.json",
    content: JSON.stringify(SUGGESTIONS),
    use: (_path, folder) => new SuggestionsFolder(folder).readSet(),
  },
];

const VIDEOS: Readonly<Record<string, string>> = Object.fromEntries(
  ["a", "b", "c", "d"].map((name) => [`${name}.mp4`, `video ${name}`]),
);

/** A data set of which a list or a class list is damaged. */
function list(name: string, content: string, file = "list.txt"): FileKind {
  // Where a missing file may be is looked for in many folders.
  const use = (path: string) => readManifest(path, { missingShare: 1 });
  return { name, file, content, beside: VIDEOS, use };
}

const ROWS = [["a.mp4", "run"], ["b.mp4", "walk"], ["c.mp4", "run"], ["d.mp4", "walk"]] as const;

const UCF: Readonly<Record<string, string>> = {
  "run/v_run_g01_c01.avi": "1",
  "run/v_run_g02_c01.avi": "2",
  "walk/v_walk_g01_c01.avi": "3",
  "walk/v_walk_g02_c01.avi": "4",
  "classInd.txt": "1 run\n2 walk\n",
  "trainlist01.txt": "run/v_run_g01_c01.avi 1\nwalk/v_walk_g01_c01.avi 2\n",
  "testlist01.txt": "run/v_run_g02_c01.avi\nwalk/v_walk_g02_c01.avi\n",
};

const KINETICS = "label,youtube_id,time_start,time_end,split\n" +
  "run,abcdefghijk,1,11,train\nwalk,bbcdefghijk,1,11,train\nrun,cbcdefghijk,1,11,val\n" +
  "walk,dbcdefghijk,1,11,val\n";

const LIST_KINDS: readonly FileKind[] = [
  list("lines of a path and a label", ROWS.map((row) => `${row.join(" ")}\n`).join("")),
  list("quoted lines", ROWS.map(([path, label]) => `"${path}" "${label}"\n`).join("")),
  list("table", `path,class,split\n${ROWS.map((row) => `${row.join()},train\n`).join("")}`),
  list("table with other titles", `Datei;Art\n${ROWS.map((row) => `${row.join(";")}\n`).join("")}`),
  list(
    "objects, one a line",
    ROWS.map(([path, label]) => `${JSON.stringify({ path, label })}\n`).join(""),
  ),
  list("array of objects", JSON.stringify(ROWS.map(([path, label]) => ({ path, label })), null, 1)),
  {
    name: "list of classes",
    file: "classes.txt",
    content: "0 run\n1 walk\n2 fly\n",
    beside: { ...VIDEOS, "list.txt": "a.mp4 0\nb.mp4 1\nc.mp4 0\nd.mp4 1\n" },
    use: (_path, folder) => readManifest(join(folder, "list.txt")),
  },
  ...["classInd.txt", "trainlist01.txt", "testlist01.txt"].map((file): FileKind => ({
    name: `${file} of UCF-101`,
    file,
    content: UCF[file] ?? "",
    beside: UCF,
    use: (_path, folder) => readManifest(folder),
  })),
  {
    name: "annotations of Kinetics",
    file: "annotations.csv",
    content: KINETICS,
    beside: Object.fromEntries(
      ["a", "b", "c", "d"].map((letter) => [`${letter}bcdefghijk_000001_000011.mp4`, letter]),
    ),
    use: (_path, folder) => readManifest(folder),
  },
  {
    name: "answers of a person",
    file: "labels.csv",
    content: "path,class,answer\na.mp4,run,class\nb.mp4,,skip\nc.mp4,,none\n",
    use: async (path, folder) =>
      parseAnswers(new TextDecoder().decode(await Deno.readFile(path)), {
        file: path,
        folder,
        classes: ["run", "walk"],
      }),
  },
  {
    name: "report of a check",
    file: "report.jsonl",
    content: [
      { path: "/a.mp4", bytes: 1, modified: 2, state: "ok" },
      { path: "/b.mp4", bytes: 1, modified: 2, state: "broken", why: "no" },
      { path: "/c.mp4", state: "missing" },
    ].map((line) => `${JSON.stringify(line)}\n`).join(""),
    // deno-lint-ignore require-await -- async, so that its errors are rejections
    async use(path) {
      using report = CheckReport.open(path);
      return report.find({ path: "/a.mp4", bytes: 1, modified: 2 });
    },
  },
];

const PRESET = `{
  // Comments are allowed.
  "extends": "motion_small",
  "seed": 3,
  "schedule": { "steps": 20 },
  "optimizer": { "learningRate": 0.01, },
}`;

const GRID = JSON.stringify({
  about: "a grid",
  config: "motion_small",
  seeds: [1, 2],
  set: { "schedule.steps": 10 },
  tables: { methods: [{ name: "one", set: { "method.name": "supervised" } }] },
});

const CONFIG_KINDS: readonly FileKind[] = [
  {
    name: "configuration",
    file: "own.jsonc",
    content: PRESET,
    use: (path) => loadConfig(path),
  },
  { name: "grid", file: "grid.jsonc", content: GRID, use: (path) => readGrid(path) },
];

/** Reads all tensors of a file. */
async function readAll(path: string): Promise<Map<string, unknown>> {
  using file = await openWeights(path);
  const tensors = new Map<string, unknown>();
  for (const name of file.tensors.keys()) tensors.set(name, await file.read(name));
  return tensors;
}

/** Name of the only part of a network. */
const PART = "model-00001-of-00001.safetensors";

/** Makes the kinds that must be written before they can be damaged, in a folder of their own. */
async function binaryKinds(folder: string): Promise<FileKind[]> {
  const weights = join(folder, "weights.safetensors");
  const values = { a: [1, 2, 3], b: [4] };
  await writeSafetensors(
    weights,
    Object.entries(values).map(([name, numbers]) => ({
      name,
      dtype: "F32" as const,
      shape: [numbers.length],
      read: () => Float32Array.from(numbers),
    })),
    { format: "pt" },
  );
  const checkpoint = await saveCheckpoint(folder, { state: stateAt(7), tensors: TENSORS });
  const database = join(folder, "videos.sqlite");
  makeDatabase(database);
  const pytorch = new URL("../fixtures/pytorch/protocol_2.pth", import.meta.url);
  return [
    {
      name: "weights in safetensors",
      file: "weights.safetensors",
      content: await Deno.readFile(weights),
      use: readAll,
    },
    {
      name: "weights in PyTorch's format",
      file: "weights.pth",
      content: await Deno.readFile(pytorch),
      use: readAll,
    },
    {
      name: "index of weights in parts",
      file: "model.safetensors.index.json",
      content: `{"metadata":{},"weight_map":{"a":"${PART}"}}`,
      beside: { [PART]: await Deno.readFile(weights) },
      use: readAll,
    },
    {
      name: "what weights say of their network",
      file: "weights.safetensors",
      content: JSON.stringify({
        kind: "timesformer",
        classes: 2,
        size: 32,
        frames: 4,
        patch: 16,
        width: 8,
        depth: 1,
        heads: 2,
        mlpRatio: 4,
        dropout: 0,
        dropPath: 0.1,
      }),
      pack: packMetadata,
      async use(path) {
        using file = await SafetensorsReader.open(path);
        return await readFileFacts(file, "ActNetFormer");
      },
    },
    {
      name: "checkpoint",
      file: "step-000007.safetensors",
      content: await Deno.readFile(checkpoint),
      async use(path) {
        using opened = await openCheckpoint(path);
        const tensors = [];
        for (const name of opened.file.tensors.keys()) tensors.push(await opened.file.read(name));
        return { state: opened.state, tensors };
      },
    },
    {
      name: "database of videos",
      file: "videos.sqlite",
      content: await Deno.readFile(database),
      use: (path) => readManifest(path),
    },
  ];
}

/** Writes a file of weights whose metadata holds a text. */
function packMetadata(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const network = new TextDecoder().decode(content);
  const header = new TextEncoder().encode(JSON.stringify({
    __metadata__: { actnetformer: "0.1.0", network, classes: '["a","b"]' },
    "model.cls_token": { dtype: "F32", shape: [1, 1, 1], data_offsets: [0, 4] },
  }));
  const bytes = new Uint8Array(8 + header.length + 4);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  return bytes;
}

function makeDatabase(path: string): void {
  using database = new DatabaseSync(path);
  database.exec(`
    PRAGMA page_size = 512;
    ${CREATE_TABLES}
    INSERT INTO about VALUES ('version', '2'), ('finished', 'yes'), ('classes', '["a","b"]'),
      ('notes', '[]'), ('missing', '[]'), ('split', 'null'), ('testSource', 'null'),
      ('videos', '60');
  `);
  const clock = '{"tickSec":0.01,"maxStepSec":2,"firstTick":0,"keyFrames":[[0,0],[9,0.1]]}';
  for (let index = 0; index < 60; index++) {
    database.prepare("INSERT INTO videos VALUES (?, ?, ?, ?, 0)")
      .run(`${index}.mp4`, `${index}.mp4`, index < 40 ? "train" : "test", index % 2);
    database.prepare(
      "INSERT INTO files VALUES (?, 1, 1, 'ab', NULL, 1.5, 1.5, 25, 32, 24, 32, 24, 0, 0, 1, 'h264', '[]', ?)",
    ).run(`${index}.mp4`, clock);
  }
}

/** All kinds of files that the program reads; videos are damaged elsewhere. */
export async function fileKinds(folder: string): Promise<readonly FileKind[]> {
  return [...RUN_KINDS, ...LIST_KINDS, ...CONFIG_KINDS, ...await binaryKinds(folder)];
}
