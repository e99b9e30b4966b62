import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readEmbeddings } from "../../../pipeline/embedding/embeddings_file.ts";
import { ConfusionCounts } from "../../../pipeline/evaluation/confusion_counts.ts";
import { writeEvaluation } from "../../../pipeline/evaluation/write_evaluation.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { createRunFolder } from "../../../pipeline/run/create_run_folder.ts";
import { recordPrediction } from "../../../pipeline/evaluation/record_prediction.ts";
import { confusionCsv } from "../../../pipeline/evaluation/confusion_csv.ts";
import { embeddedVideo } from "../embedding/_embedded_video.ts";

const CLASSES = ["rise", "fall", "nod", "shake", "orbit", 'odd, "quoted"'];

Deno.test("writeEvaluation() writes predictions and the confusion matrix into the run", () =>
  withFolder(async (folder) => {
    using run = createRunFolder("one", { root: folder });
    const counts = new ConfusionCounts(CLASSES.length);
    const primary = Float32Array.of(0, 1, 0, 0, 0, 0);
    const videos = [0, 1].map((label) => ({ id: `${label}`, path: `${label}.avi`, label }));
    for (const { label } of videos) counts.add(label, primary);
    const predictions = videos.map((video) =>
      recordPrediction({ video, answers: { primary } }, CLASSES)
    );
    const embedded = [embeddedVideo("1", { primary: [1, 2] })];
    const scores = { primary: counts.scores };
    const written = await writeEvaluation(run, { classes: CLASSES, scores, predictions, embedded });
    const text = Deno.readTextFileSync(join(run.path, "predictions.jsonl"));
    const lines = text.trimEnd().split("\n");
    assert.deepEqual(lines.map((line) => JSON.parse(line)), predictions);
    const hash = createHash("sha256").update(text).digest("hex");
    assert.equal(written, hash);
    const features = { predictions: hash, videos: embedded };
    assert.deepEqual(await readEmbeddings(run.embeddings), features);
    const csv = Deno.readTextFileSync(join(run.path, "confusion.csv"));
    assert.equal(csv, confusionCsv(CLASSES, counts.scores.confusion));
    const svg = Deno.readTextFileSync(join(run.path, "confusion.svg"));
    assert.ok(svg.includes(">Answers of the primary network: 2 test videos, top-1 50.0 %<"), svg);
    assert.ok(svg.includes(">odd, &quot;quoted&quot;<"), svg);

    await writeEvaluation(run, { classes: CLASSES, scores: {}, predictions: [], embedded: [] });
    assert.equal(Deno.readTextFileSync(join(run.path, "predictions.jsonl")), "");
    assert.equal(await readEmbeddings(run.embeddings), undefined);
    for (const path of [run.confusionTable, run.confusionImage]) {
      assert.equal(existsSync(path), false, "of another test");
    }
  }));
