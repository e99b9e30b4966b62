import assert from "node:assert/strict";
import { describeEnding } from "../../../pipeline/report/describe_ending.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import type { RecordedPrediction } from "../../../pipeline/evaluation/record_prediction.ts";
import type { MetricsLine } from "../../../pipeline/run/metrics_line.ts";
import type { TrainResults } from "../../../pipeline/run/results.ts";

const CLEAR = { videos: 40, top1: 1, top5: 1, perClass: [1, 1], confusion: [[20, 0], [0, 20]] };

const RESULTS: TrainResults = {
  classes: ["fight", "normal"],
  scores: { primary: CLEAR },
  run: { seconds: 60, waitingShare: 0.1, peakResidentBytes: 1 },
};

/** A step whose pseudo-labels for the primary network were so often right. */
function stepWith(judged: number, right: number): MetricsLine {
  return { kind: "step", step: 1, gate: { primary: { maskRate: 0.5, judged, right } } };
}

/** Predictions that give the primary network's scores. */
function predictionsOf({ classes, scores }: TrainResults): RecordedPrediction[] {
  return scores["primary"]!.confusion.flatMap((row, label) =>
    row.flatMap((count, answer) =>
      Array.from({ length: count }, (_, video) => ({
        video: `${label} ${answer} ${video}`,
        label: classes[label]!,
        answers: { primary: [{ class: classes[answer]!, probability: 1 }] },
      }))
    )
  );
}

async function endingOf(
  results: Partial<TrainResults>,
  { metrics = [], source = "my videos", disk = 0 }: {
    readonly metrics?: readonly MetricsLine[];
    readonly source?: string;
    readonly disk?: number;
  } = {},
): Promise<string[]> {
  const { config } = await loadConfig("motion_small", [
    { path: "data.source", value: source },
    { path: "data.diskMebibytes", value: disk },
  ]);
  const all = { ...RESULTS, ...results };
  return await describeEnding({ config, results: all, predictions: predictionsOf(all), metrics });
}

Deno.test("describeEnding() says nothing about a run that went well", async () => {
  assert.deepEqual(await endingOf({}, { metrics: [stepWith(100, 60)] }), []);
});

Deno.test("describeEnding() says what is not clearly better than chance", async () => {
  const unclear = { ...CLEAR, top1: 0.5, confusion: [[10, 10], [10, 10]] };
  const [sentence] = await endingOf({ scores: { primary: unclear } });
  assert.match(
    sentence!,
    /^Not clearly better than chance \(50 %; 40 test videos, ± 8\): primary 50\.0 %\n/,
  );
});

Deno.test("describeEnding() says how many pseudo-labels were right if most were wrong", async () => {
  const [sentence] = await endingOf({}, { metrics: [stepWith(100, 44)] });
  const share = "Less than half of the pseudo-labels were right at the end: 44 % (for primary)\n";
  assert.ok(sentence?.startsWith(share), String(sentence));
  // Nothing follows from a few of them, nor from those whose labels nobody knows.
  assert.deepEqual(await endingOf({}, { metrics: [stepWith(19, 0)] }), []);
  assert.deepEqual(await endingOf({}, { metrics: [stepWith(0, 0)] }), []);
});

Deno.test("describeEnding() names the command against waiting for data", async () => {
  const run = { ...RESULTS.run, waitingShare: 0.81, lackedRoom: true };
  const waited = "Waited for data 81 % of the steps' time, as there was no room for all decoded " +
    "videos:\n  ";
  const prepare = "large videos load faster if they are prepared, for --data FOLDER:\n" +
    "  deno task data prepare 'my videos' FOLDER";
  assert.deepEqual(await endingOf({ run }), [
    `${waited}data.diskMebibytes keeps them on disk; ${prepare}`,
  ]);
  assert.deepEqual(await endingOf({ run }, { disk: 100 }), [waited + prepare]);
  // Where there was room, each was decoded once.
  assert.deepEqual(await endingOf({ run: { ...run, lackedRoom: false } }), []);
  const [reference, ...others] = await endingOf({ run }, { source: "motion" });
  assert.match(reference!, /^Labels alone give /);
  assert.deepEqual(others, []);
});
