import assert from "node:assert/strict";
import { join } from "node:path";
import { ConfusionCounts } from "../../../pipeline/evaluation/confusion.ts";
import {
  answersOf,
  confusionCsv,
  recordPrediction,
  writeEvaluation,
} from "../../../pipeline/evaluation/evaluation_files.ts";
import { createRunFolder } from "../../../pipeline/run/run_folder.ts";
import { withFolder } from "../_temporary_folder.ts";

const CLASSES = ["rise", "fall", "nod", "shake", "orbit", 'odd, "quoted"'];

Deno.test("answersOf() averages both networks, and has none where there is one", () => {
  const primary = Float32Array.of(0.5, 0.5);
  const { both } = answersOf({ primary, auxiliary: Float32Array.of(0, 1) });
  assert.deepEqual([...both!], [0.25, 0.75]);
  assert.deepEqual(Object.keys(answersOf({ primary })), ["primary"]);
});

Deno.test("recordPrediction() names the five most probable classes", () => {
  const video = { id: "a/1.avi", path: "/videos/a/1.avi", label: 5 };
  const primary = Float32Array.of(0.125, 0.25, 0, 0.0625, 0.0625, 0.5);
  assert.deepEqual(recordPrediction(video, { primary }, CLASSES), {
    video: "a/1.avi",
    label: 'odd, "quoted"',
    answers: {
      primary: [
        { class: 'odd, "quoted"', probability: 0.5 },
        { class: "fall", probability: 0.25 },
        { class: "rise", probability: 0.125 },
        { class: "shake", probability: 0.0625 },
        { class: "orbit", probability: 0.0625 },
      ],
    },
  });
});

Deno.test("confusionCsv() quotes names that hold a comma, a quote or a line break", () => {
  assert.equal(
    confusionCsv(["a", 'b, "c"'], [[1, 0], [2, 3]]),
    'true class \\ predicted,a,"b, ""c"""\na,1,0\n"b, ""c""",2,3\n',
  );
  assert.equal(
    confusionCsv(["two\nlines", "carriage\rreturn"], [[1, 0], [2, 3]]),
    'true class \\ predicted,"two\nlines","carriage\rreturn"\n"two\nlines",1,0\n' +
      '"carriage\rreturn",2,3\n',
  );
});

Deno.test("writeEvaluation() writes predictions and the confusion matrix into the run", () =>
  withFolder(async (folder) => {
    using run = createRunFolder("one", { root: folder });
    const counts = new ConfusionCounts(CLASSES.length);
    const primary = Float32Array.of(0, 1, 0, 0, 0, 0);
    const videos = [0, 1].map((label) => ({ id: `${label}`, path: `${label}.avi`, label }));
    for (const { label } of videos) counts.add(label, primary);
    const predictions = videos.map((video) => recordPrediction(video, { primary }, CLASSES));
    const evaluation = { classes: CLASSES, scores: { primary: counts.scores }, predictions };
    await writeEvaluation(run, evaluation);
    const lines = Deno.readTextFileSync(join(run.path, "predictions.jsonl")).trimEnd().split("\n");
    assert.deepEqual(lines.map((line) => JSON.parse(line)), predictions);
    const csv = Deno.readTextFileSync(join(run.path, "confusion.csv"));
    assert.equal(csv, confusionCsv(CLASSES, counts.scores.confusion));
    const svg = Deno.readTextFileSync(join(run.path, "confusion.svg"));
    assert.ok(svg.includes(">Answers of the primary network: 2 test videos, top-1 50.0 %<"), svg);
    assert.ok(svg.includes(">odd, &quot;quoted&quot;<"), svg);

    await writeEvaluation(run, { classes: CLASSES, scores: {}, predictions: [] });
    assert.equal(Deno.readTextFileSync(join(run.path, "predictions.jsonl")), "");
  }));
