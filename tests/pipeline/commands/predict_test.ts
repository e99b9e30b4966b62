import assert from "node:assert/strict";
import { formatPrediction } from "../../../pipeline/commands/predict.ts";

Deno.test("formatPrediction() names the most probable classes", () => {
  const classes = [
    { name: "rise", probability: 0.25 },
    { name: "fall", probability: 0.7 },
    { name: "orbit", probability: 0.05 },
  ];
  assert.equal(formatPrediction({ path: "a.mp4", classes }, 2), "a.mp4: fall 70.0%, rise 25.0%");
});
