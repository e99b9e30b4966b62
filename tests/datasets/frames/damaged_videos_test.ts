import assert from "node:assert/strict";
import { assertNoChildLeft, WITHOUT_PROC } from "../_fixtures.ts";
import { checkDamagedVideos } from "./_check_damaged_videos.ts";

/** More than any of the small videos takes, and less than one whose claims are believed. */
const MAX_BYTES = 1.5 * 2 ** 30;

Deno.test(`Damaged videos take no more memory than others${WITHOUT_PROC}`, async () => {
  const { intact, damaged, broken, peakBytes } = await checkDamagedVideos(42, 1);
  assert.equal(intact + damaged + broken, 42);
  assert.ok(broken > 0 && damaged > 0);
  if (WITHOUT_PROC === "") {
    assert.ok(peakBytes > 0 && peakBytes < MAX_BYTES, `${peakBytes} bytes`);
  }
  assertNoChildLeft();
});
