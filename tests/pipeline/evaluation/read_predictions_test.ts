import assert from "node:assert/strict";
import { predictionsHash } from "../../../pipeline/evaluation/predictions_hash.ts";
import { readPredictions } from "../../../pipeline/evaluation/read_predictions.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("readPredictions() reads a line for each video, and none of an empty file", async () => {
  await withFolder(async (folder) => {
    const run = new RunFolder(folder);
    const prediction = { video: "fall/1.mp4", label: "fall", answers: {} };
    await Deno.writeTextFile(run.predictions, `${JSON.stringify(prediction)}\n`);
    assert.deepEqual(await readPredictions(run), [prediction]);
    await Deno.writeTextFile(run.predictions, "");
    assert.deepEqual(await readPredictions(run), []);
  });
});

Deno.test("readPredictions() refuses those of another test than the results", async () => {
  await withFolder(async (folder) => {
    const run = new RunFolder(folder);
    const costs = { seconds: 1, waitingShare: 0, peakResidentBytes: 1 };
    const results = { classes: [], scores: {}, run: costs };
    await Deno.writeTextFile(run.predictions, "\n");
    // Those of an earlier version say nothing.
    await run.writeResults(results);
    assert.deepEqual(await readPredictions(run), []);
    await run.writeResults({ ...results, predictions: predictionsHash("\n") });
    assert.deepEqual(await readPredictions(run), []);
    await Deno.writeTextFile(run.predictions, "\n\n");
    await assert.rejects(readPredictions(run), {
      name: "RunFolderError",
      message:
        /predictions\.jsonl as it must be of the same test as .*results\.json: .* evaluate --run /,
    });
  });
});

Deno.test("readPredictions() names the file of a broken line", async () => {
  await withFolder(async (folder) => {
    const run = new RunFolder(folder);
    await Deno.writeTextFile(run.predictions, '{"video":\n');
    await assert.rejects(readPredictions(run), {
      name: "RunFolderError",
      message: /^Cannot read .*predictions\.jsonl as it must be JSON/,
    });
  });
});
