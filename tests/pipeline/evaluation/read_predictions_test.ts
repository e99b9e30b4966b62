import assert from "node:assert/strict";
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
