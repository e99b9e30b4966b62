import assert from "node:assert/strict";
import { groupBySource } from "../../../pipeline/numbers/group_by_source.ts";

Deno.test("groupBySource() groups cuts of one source in one folder; others are alone", () => {
  const ids = [
    "a/v_a_g1_c1.avi",
    "a/v_a_g2_c1.avi",
    "a/v_a_g1_c2.avi",
    "b/v_a_g1_c1.avi",
    "wave/April_09_wave_u_nm_np1_ba_goo_0.avi",
    "wave/April_09_wave_h_cm_np2_fr_med_1.avi",
    "OELUl7M9SMw_000022_000032.mp4",
    "OELUl7M9SMw_000042_000052.mp4",
    "a/1.mp4",
    "a/2.mp4",
    "a/2.avi",
    "b/2.avi",
  ];
  const sources = [[0, 2], [1], [3], [4, 5], [6, 7], [8], [9, 10], [11]];
  assert.deepEqual(groupBySource(ids), sources);
});
