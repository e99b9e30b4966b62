import assert from "node:assert/strict";
import { checkFramePairs } from "../../../operators/device/_frame_pairs.ts";
import { tf } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";

Deno.test("checkFramePairs() requires next frames in the shape of the frames", () =>
  withoutLeaks(() => {
    const frames = tf.zeros<tf.Rank.R4>([2, 3, 4, 3]);
    checkFramePairs(frames, tf.zeros([2, 3, 4, 3]), "motion");
    assert.throws(() => checkFramePairs(frames, tf.zeros([2, 4, 3, 3]), "motion"), {
      name: "RangeError",
      message: "Cannot compute motion as the shape of the next frames must be [2,3,4,3]: " +
        "current value is [2,4,3,3]",
    });
  }));
