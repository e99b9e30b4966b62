import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { MetricsFile, readMetrics } from "../../../pipeline/run/metrics_file.ts";
import { readKeptVideos } from "../../../pipeline/run/kept_videos.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { RunFolderError } from "../../../pipeline/run/run_folder_error.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { STREAM_STATE } from "./_stream_state.ts";
import { SUREST_MISTAKES } from "./_surest_mistakes.ts";

/** Reads a file of a run that holds a text. */
function readText(name: string, text: string, read: (run: RunFolder) => Promise<unknown>) {
  return withFolder(async (folder) => {
    await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
    await Deno.writeTextFile(join(folder, name), text);
    return await read(new RunFolder(folder));
  });
}

const STEP = '{"kind":"step","step":1,"loss":2}';
const SCORES = '"videos":1,"top5":1,"perClass":[1],"confusion":[[1]]';
const COSTS = '"run":{"seconds":1,"waitingShare":0,"peakResidentBytes":1}';

const STREAM = JSON.stringify(STREAM_STATE);

const VIEWS = JSON.stringify({
  version: 1,
  time: "2026-01-01T10:00:00.000Z",
  step: 3,
  clips: [{
    video: "a.mp4",
    role: "labeled",
    label: "walk",
    views: { N: { primary: "data:image/png;base64,AAAA" } },
  }],
});

const MISTAKES = JSON.stringify(SUREST_MISTAKES);

/** What is in a file, and what is said about it. */
const DAMAGED: Readonly<Record<string, readonly (readonly [text: string, message: RegExp])[]>> = {
  "metrics.jsonl": [
    [`${STEP}\n{"kind":"st\n${STEP}\n`, /^Cannot read line 2 of .* as it must be JSON/],
    [`${STEP}\n\0\0\0\n${STEP}\n`, /^Cannot read line 2 of .* as it must be JSON/],
    [
      `${STEP}\n\n\n[]\n`,
      /^Cannot read line 4 of .* as kind must be there: it is missing/,
    ],
    ['{"kind":"step","step":-1}\n', /line 1 of .* as step must be at least 0: current value is -1/],
    ['{"kind":"step","step":9007199254740993}\n', /as step must be a whole number/],
    ['{"kind":"step","step":1,"loss":1e400}\n', /as loss must be a finite number.* is Infinity/],
    ['{"kind":"step","step":1,"loss":"2"}\n', /as loss must be a number.* is "2"/],
    ['{"kind":"step","step":1,"gate":{"primary":3}}\n', /as gate\.primary must be an object/],
    [`{"kind":"step","step":1,"x":${"[".repeat(1e5)}${"]".repeat(1e5)}}\n`, /in one another/],
    ['{"kind":"validation","step":1,"scores":{"both":{"top1":2}}}\n', /top1 must be at most 1/],
    [
      '{"version":2,"kind":"step","step":1}\n',
      /as version must be 1, or a later .*: current value is 2/,
    ],
    [`${STEP.slice(0, -1)}\n${"x".repeat(1e7)}`, /^.{0,400}$/],
  ],
  "results.json": [
    ["", /results\.json as it must be JSON/],
    ["[]", /as classes must be there: it is missing/],
    ["null", /as it must be an object: current value is null/],
    ['{"classes":["a"],"scores":{}}', /as run must be there: it is missing/],
    [`{"classes":["a"],"scores":{"x":{"top1":"1",${SCORES}}},${COSTS}}`, /as scores\.x\.top1 must/],
    [`{"classes":["a","b"],"scores":{"x":{"top1":1,${SCORES}}},${COSTS}}`, /scores of each class/],
    ["[".repeat(1e6) + "]".repeat(1e6), /it has more than 100 lists and objects/],
    [JSON.stringify({ classes: "y".repeat(1e6) }), /^.{0,300}$/],
  ],
  "run.json": [
    ['{"parts":{}}', /as parts must be a list: current value is an object/],
    ['{"parts":[{"state":"flying"}]}', /as parts\.0\.state must be .*: current value is "flying"/],
    [
      '{"parts":[{"state":"failed","command":"","folder":"","startedAt":"soon"}]}',
      /as parts\.0\.startedAt must be a date as ISO 8601 writes it: current value is "soon"/,
    ],
  ],
  "predictions.jsonl": [
    ['{"video":"a","label":"b","answers":{}}\n{"video":1}\n', /line 2 of .* as video must be text/],
    [
      '{"video":"a","label":"b","answers":{"x":[{}]}}\n',
      /as answers\.x\.0\.class must be there: it is missing/,
    ],
  ],
  "mistakes.json": [
    ['{"version":1', /mistakes\.json as it must be JSON.* Write the report again/],
    [MISTAKES.replace('"version":1', '"version":2'), /as version must be 1: current value is 2/],
    [MISTAKES.replace("0".repeat(64), "0"), /as predictions must be a SHA-256 in hex/],
    [
      MISTAKES.replace("image/jpeg", "image/svg+xml"),
      /as mistakes\.0\.strip\.images\.0 must be a J/,
    ],
    [MISTAKES.replace("/9j/", '\\" onload'), /as mistakes\.0\.strip\.images\.0 must be a JPEG/],
    [
      MISTAKES.replace('"primary","kind"', '"both","kind"'),
      /as mistakes\.0\.heat\.0\.explained\.netw/,
    ],
    [MISTAKES.replace("[64,", "[256,"), /as legend\.colors\.0\.0 must be at most 255/],
    [
      MISTAKES.replace("nod/v1.mp4", "a".repeat(5000)),
      /as mistakes\.0\.video must have at most 4096/,
    ],
    [
      JSON.stringify({ ...SUREST_MISTAKES, mistakes: Array(65).fill(SUREST_MISTAKES.mistakes[1]) }),
      /as mistakes must be at most 64: current value is a list of 65/,
    ],
    [" ".repeat(2 ** 23 + 1), /as it must have at most 8 MiB: it has more/],
  ],
  "split.json": [["{", /split\.json as it must be JSON/]],
  "config.json": [
    ["\xff", /config\.json as it must be JSON/],
    ["[".repeat(1e5) + "]".repeat(1e5), /in one another/],
  ],
};

/** Files that a run which trains writes again. */
const LIVE: Readonly<Record<string, readonly (readonly [text: string, message: RegExp])[]>> = {
  "live/stream.json": [
    ['{"version":1', /stream\.json as it must be JSON.* Remove it: a run that trains writes it/],
    ['{"version":2}', /as version must be 1: current value is 2/],
    [STREAM.replace('"decoding":2', '"decoding":-1'), /as clips\.decoding must be at least 0/],
    [STREAM.replace("device-bound", "unsure"), /as balance must be .* current value is "unsure"/],
    [" ".repeat(2 ** 23 + 1), /as it must have at most 8 MiB: it has more/],
  ],
  "live/views.json": [
    [VIEWS.replace("image/png", "text/html"), /as clips\.0\.views\.N\.primary must be a PNG image/],
    [VIEWS.replace("AAAA", '\\" onload'), /as clips\.0\.views\.N\.primary must be a PNG image/],
    [VIEWS.replace("a.mp4", "a".repeat(5000)), /as clips\.0\.video must have at most 4096/],
    [VIEWS.replace('"labeled"', '"both"'), /as clips\.0\.role must be/],
    [
      JSON.stringify({ ...JSON.parse(VIEWS), clips: Array(17).fill(JSON.parse(VIEWS).clips[0]) }),
      /as clips must be at most 16: current value is a list of 17/,
    ],
  ],
};

const READERS: Readonly<Record<string, (run: RunFolder) => Promise<unknown>>> = {
  "metrics.jsonl": (run) => run.readMetrics(),
  "results.json": (run) => run.readResults(),
  "run.json": (run) => run.readRecord(),
  "live/stream.json": (run) => run.readStream(),
  "live/views.json": (run) => run.readViews(),
  "mistakes.json": (run) => run.readMistakes(),
  "split.json": (run) => run.readSplit(),
  "config.json": (run) => run.readConfig(),
  "predictions.jsonl": async (run) => {
    const { readPredictions } = await import("../../../pipeline/evaluation/read_predictions.ts");
    return await readPredictions(run);
  },
};

for (const [name, cases] of Object.entries({ ...DAMAGED, ...LIVE })) {
  Deno.test(`RunFolder says in one line what is wrong in ${name}`, async () => {
    for (const [text, message] of cases) {
      await assert.rejects(readText(name, text, READERS[name]!), (error) => {
        assert.ok(error instanceof RunFolderError, Deno.inspect(error));
        assert.match(error.message, message);
        assert.ok(error.message.length < 500, error.message.slice(0, 1000));
        return true;
      });
    }
  });
}

/** Odd, but what a person or another program may have made of a sound file. */
const ODD: readonly (readonly [name: string, text: string, value: unknown])[] = [
  ["metrics.jsonl", "", []],
  ["metrics.jsonl", "\n", []],
  ["metrics.jsonl", `${STEP}\n{"kind":"step","st`, [JSON.parse(STEP)]],
  ["metrics.jsonl", STEP, [JSON.parse(STEP)]],
  ["metrics.jsonl", `\uFEFF${STEP}\r\n\r\n`, [JSON.parse(STEP)]],
  ["metrics.jsonl", '{"step":1, "loss":null, "kind":"step"}\n', [
    { kind: "step", step: 1, loss: null },
  ]],
  ["metrics.jsonl", `${STEP.replace("2", '{"a":[[1]]}').replace("loss", "more")}\n`, [
    { kind: "step", step: 1, more: { a: [[1]] } },
  ]],
  ["config.json", '\uFEFF{"seed": 1, "ö\\ud800": "__proto__"}', {
    seed: 1,
    "ö\ud800": "__proto__",
  }],
  ["split.json", "3", 3],
  ["results.json", `{"classes":["a"],"scores":{},${COSTS},"later":1}`, {
    classes: ["a"],
    scores: {},
    run: { seconds: 1, waitingShare: 0, peakResidentBytes: 1 },
  }],
  ["results.json", `{"classes":[],"scores":{},${COSTS}}`.replace('"run"', '"steps":3,"run"'), {
    classes: [],
    scores: {},
    steps: 3,
    run: { seconds: 1, waitingShare: 0, peakResidentBytes: 1 },
  }],
  ["predictions.jsonl", "\n", []],
  ["run.json", '{"parts":[]}', { parts: [] }],
  ["live/stream.json", STREAM, JSON.parse(STREAM)],
  ["live/views.json", VIEWS, JSON.parse(VIEWS)],
];

Deno.test("RunFolder reads files that are odd, but sound", async () => {
  for (const [name, text, value] of ODD) {
    assert.deepEqual(await readText(name, text, READERS[name]!), value);
  }
});

Deno.test("RunFolder.readResults() reads a class without a video as NaN", async () => {
  const scores = `"videos":1,"top1":1,"top5":1,"perClass":[null],"confusion":[[0]]`;
  const text = `{"classes":["a"],"scores":{"x":{${scores}}},${COSTS}}`;
  const results = await readText("results.json", text, (run) => run.readResults());
  assert.match(JSON.stringify(results), /"perClass":\[null\]/);
  assert.ok(Deno.inspect(results).includes("NaN"));
});

Deno.test("MetricsFile.open() drops what a power cut damaged after the checkpoint, not before", () =>
  withFolder(async (folder) => {
    const path = join(folder, "metrics.jsonl");
    const lines = [1, 2, 3].map((step) => `{"kind":"step","step":${step}}\n`);
    await Deno.writeTextFile(path, lines.toSpliced(2, 0, "\0\0\n").join(""));
    await assert.rejects(readMetrics(path), /line 3 of/);
    await assert.rejects(MetricsFile.open(path, 3), /line 3 of .*Copy the file from a backup/);
    (await MetricsFile.open(path, 2))[Symbol.dispose]();
    assert.equal(await Deno.readTextFile(path), lines.slice(0, 2).join(""));
  }));

const HEADER = JSON.stringify({
  version: 1,
  data: { source: "v", testList: null, split: null, labelsPerClass: null, holdOutShare: 0.2 },
  classes: ["a"],
});

const DAMAGED_LISTS: readonly (readonly [content: Uint8Array, message: RegExp])[] = [
  [new Uint8Array(0), /it is broken/],
  [gzipSync(""), /line 1 of .* as it must be JSON/],
  [gzipSync("{}"), /line 1 of .* as version must be there: it is missing/],
  [gzipSync(`${HEADER}\n{}\n`), /line 2 of .* must be a list: current value is an object/],
  [
    gzipSync(`${HEADER}\n["labeled",1,null,null,"a"]\n`),
    /line 2 .* label must be one of 1 classes/,
  ],
  [gzipSync(`${HEADER}\n["labeled",-1,null,null,"a"]\n`), /line 2 of .* as 1 must be at least 0/],
  [gzipSync(`${HEADER}\n["other",0,null,null,"a"]\n`), /line 2 of .* as 0 must be/],
  [gzipSync(HEADER).subarray(0, 40), /it is broken \(unexpected end of file\)/],
  [gzipSync(new Uint8Array(2 ** 28 + 1)), /it unpacks to more than 256 MiB$/],
];

Deno.test("readKeptVideos() refuses broken lists, and one that is unpacked without end", () =>
  withFolder(async (folder) => {
    const path = join(folder, "videos.jsonl.gz");
    for (const [content, message] of DAMAGED_LISTS) {
      await Deno.writeFile(path, content);
      await assert.rejects(readKeptVideos(path), (error) => {
        assert.ok(error instanceof RunFolderError, Deno.inspect(error));
        assert.match(error.message, message);
        return true;
      });
    }
  }));

Deno.test("RunFolder reads no file for a page that leads to elsewhere", async () => {
  await withFolder(async (folder) => {
    const run = new RunFolder(folder);
    assert.equal(await run.readStream(), undefined);
    await Deno.mkdir(run.live);
    await Deno.writeTextFile(join(folder, "elsewhere"), STREAM);
    await Deno.symlink(join(folder, "elsewhere"), run.liveStream);
    await assert.rejects(run.readStream(), /as it must be a file: it is something else/);
    await Deno.mkdir(run.liveViews);
    await assert.rejects(run.readViews(), /as it must be a file: it is something else/);
    await Deno.symlink(join(folder, "elsewhere"), run.mistakes);
    await assert.rejects(run.readMistakes(), /as it must be a file: it is something else/);
  });
});
