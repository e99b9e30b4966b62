import assert from "node:assert/strict";
import { settingRows } from "../../../../../pipeline/dashboard/page/settings/setting_rows.ts";

Deno.test("settingRows() lists all settings of a run, and the differences of several", () => {
  const first = { settings: { "seed": 1, "method.name": "cmpl" } };
  const second = { settings: { "seed": 2, "method.name": "cmpl", "teacher": true } };
  assert.deepEqual(settingRows([first]), [
    { path: "seed", values: ["1"] },
    { path: "method.name", values: ['"cmpl"'] },
  ]);
  assert.deepEqual(settingRows([first, second]), [
    { path: "seed", values: ["1", "2"] },
    { path: "teacher", values: ["–", "true"] },
  ]);
  assert.deepEqual(settingRows([first, first]), []);
  assert.deepEqual(settingRows([]), []);
});
