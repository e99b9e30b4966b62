import assert from "node:assert/strict";
import type { PreparedVideo } from "../../../datasets/mod.ts";
import { formatLoadingSpeed, formatPrepared } from "../../../pipeline/commands/format_prepared.ts";

const PREPARED: PreparedVideo = {
  original: { id: "a", path: "a.avi", label: 0 },
  state: "ok",
  why: "",
  path: "out/a.mp4",
  isNew: true,
  originalBytes: 2_000_000,
  preparedBytes: 500_000,
  flow: null,
};

Deno.test("formatPrepared() counts only what there is", () => {
  assert.equal(
    formatPrepared([PREPARED, PREPARED]),
    "2 of 2 videos prepared\nSize: 4.0 MB before, 1.0 MB after",
  );
  const videos: PreparedVideo[] = [
    { ...PREPARED, isNew: false },
    { ...PREPARED, state: "damaged", why: "cut off" },
    { ...PREPARED, state: "broken", why: "no video", path: null },
  ];
  assert.equal(
    formatPrepared(videos),
    "2 of 3 videos prepared, 1 prepared earlier, 1 damaged, 1 broken and left out\n" +
      "Size: 4.0 MB before, 1.0 MB after",
  );
});

Deno.test("formatPrepared() counts flow where there is any", () => {
  const stored = { state: "stored", why: null, bytes: 300_000, isNew: true } as const;
  const absent = { state: "absent", why: "it has one frame only", bytes: 0, isNew: true } as const;
  const [, , line] = formatPrepared([
    { ...PREPARED, flow: stored },
    { ...PREPARED, flow: { ...stored, isNew: false } },
    { ...PREPARED, flow: absent },
    { ...PREPARED, state: "broken", path: null },
  ]).split("\n");
  assert.equal(line, "Flow: stored for 2 of 3 videos, 1 computed earlier, 0.6 MB");
});

Deno.test("formatLoadingSpeed() says when nothing is gained", () => {
  const speed = { originalSec: 0.2, preparedSec: 0.05, windows: 20, windowSec: 2.13 };
  assert.equal(
    formatLoadingSpeed(speed),
    "Loading 2.1 s of video, as training does: 200 ms from the originals, 50 ms from the prepared " +
      "videos: 4.00 times as fast (medians of 20)",
  );
  const [, hint] = formatLoadingSpeed({ ...speed, preparedSec: 0.2 }).split("\n");
  assert.equal(hint, "The prepared videos load no faster: train on the originals instead.");
});
