import assert from "node:assert/strict";
import { listSettings } from "../../../pipeline/config/list_settings.ts";
import { suggestSetting } from "../../../pipeline/config/suggest_setting.ts";

const SETTINGS = listSettings().map(({ path }) => path);

const CASES: Readonly<Record<string, string | undefined>> = {
  "learningRate": "optimizer.learningRate",
  "learnRate": "optimizer.learningRate",
  "optimzer.learningRate": "optimizer.learningRate",
  "schedule.stepps": "schedule.steps",
  "accumulate": "schedule.accumulate",
  "xyz": undefined,
};

for (const [written, meant] of Object.entries(CASES)) {
  Deno.test(`suggestSetting() takes ${written} for ${meant}`, () => {
    assert.equal(suggestSetting(written, SETTINGS), meant);
  });
}
