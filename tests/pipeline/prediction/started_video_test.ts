import assert from "node:assert/strict";
import { endOf } from "../../../pipeline/prediction/_started_video.ts";

const framesPerSecond = 10;

Deno.test("endOf() is the end of a video, not that of its last frame on the grid", () => {
  for (
    const [durationSec, framesRead, end] of [[2.04, 20, 20.4], [2.06, 21, 20.6], [0.01, 1, 0.1]]
  ) {
    assert.equal(
      endOf({ durationSec: durationSec! }, { framesRead: framesRead!, framesPerSecond }),
      end,
    );
  }
});

Deno.test("endOf() is the last frame of a damaged video, and of a stream", () => {
  assert.equal(endOf({ durationSec: 2.04 }, { framesRead: 12, framesPerSecond }), 12);
  assert.equal(endOf({ durationSec: null }, { framesRead: 12, framesPerSecond }), 12);
});
