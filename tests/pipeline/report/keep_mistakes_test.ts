import assert from "node:assert/strict";
import { predictionsHash } from "../../../pipeline/evaluation/predictions_hash.ts";
import { statIfPresent } from "../../../pipeline/files/stat_if_present.ts";
import { keepMistakes } from "../../../pipeline/report/keep_mistakes.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { testInFolder } from "../../datasets/_fixtures.ts";
import { REPORT } from "./_reported_run.ts";

const { mistakes, explained } = REPORT;

const PREDICTIONS = predictionsHash("a\n");

testInFolder(
  "keepMistakes() keeps what the report shows, for its own test only",
  async (folder) => {
    const run = new RunFolder(folder);
    await keepMistakes(run, { mistakes, explained }, { who: "both", predictions: PREDICTIONS });
    assert.equal(await run.readMistakes(), undefined, "a run that was not tested");
    await Deno.writeTextFile(run.predictions, "a\n");
    const kept = await run.readMistakes();
    assert.deepEqual(kept?.mistakes, mistakes);
    assert.match(
      kept.about,
      /^The surest wrong answers of both networks together\. The label may be/,
    );
    assert.ok(typeof kept.legend !== "string");
    assert.match(
      kept.legend.limits,
      /^primary \(3D ResNet\): Grad-CAM, 7 × 7 cells a frame\. Heat/,
    );
    assert.equal(kept.legend.colors.length, 9);
    await Deno.writeTextFile(run.predictions, "b\n");
    assert.equal(await run.readMistakes(), undefined, "another test");
    await keepMistakes(run, { mistakes: [], explained }, {
      who: undefined,
      predictions: undefined,
    });
    assert.equal(statIfPresent(run.mistakes), undefined);
  },
);

testInFolder(
  "keepMistakes() says why there is no heat, and leaves out huge frames",
  async (folder) => {
    const run = new RunFolder(folder);
    await Deno.writeTextFile(run.predictions, "a\n");
    const images = Array<string>(10).fill(`data:image/jpeg;base64,${"A".repeat(1e6)}`);
    const shown = {
      mistakes: mistakes.map((mistake) => ({ ...mistake, strip: { images, seconds: [] } })),
      explained: "there is no checkpoint",
    };
    await keepMistakes(run, shown, { who: "primary", predictions: PREDICTIONS });
    const kept = await run.readMistakes();
    assert.equal(kept?.legend, "What the networks look at is left out: there is no checkpoint");
    for (const { strip, heat } of kept.mistakes) {
      assert.match(String(strip), /^they are too large to be kept beside the report/);
      assert.deepEqual(heat, []);
    }
  },
);
