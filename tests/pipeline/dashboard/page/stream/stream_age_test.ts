import assert from "node:assert/strict";
import { StreamAge } from "../../../../../pipeline/dashboard/page/stream/stream_age.ts";

const TIME = "2026-01-01T10:00:00.000Z";
const START = Date.parse(TIME);

Deno.test("StreamAge counts from when a state was written if it was there before", () => {
  const age = new StreamAge();
  age.see({ time: TIME, isNews: false, now: START + 60_000 });
  assert.equal(age.seconds(START + 70_000), 70);
  age.see({ time: TIME, isNews: false, now: START + 80_000 });
  assert.equal(age.seconds(START + 80_000), 80);
});

Deno.test("StreamAge counts from when a state came, whatever the clock of its writer says", () => {
  const age = new StreamAge();
  age.see({ time: "2025-01-01T00:00:00.000Z", isNews: true, now: START });
  assert.equal(age.seconds(START + 3000), 3);
  age.see({ time: "2099-01-01T00:00:00.000Z", isNews: false, now: START + 4000 });
  assert.equal(age.seconds(START + 6000), 2);
});
