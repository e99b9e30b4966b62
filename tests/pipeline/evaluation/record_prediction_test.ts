import assert from "node:assert/strict";
import { recordPrediction } from "../../../pipeline/evaluation/record_prediction.ts";

const CLASSES = ["rise", "fall", "nod", "shake", "orbit", 'odd, "quoted"'];

Deno.test("recordPrediction() names the five most probable classes", () => {
  const video = { id: "a/1.avi", path: "/videos/a/1.avi", label: 5 };
  const primary = Float32Array.of(0.125, 0.25, 0, 0.0625, 0.0625, 0.5);
  assert.deepEqual(recordPrediction({ video, answers: { primary } }, CLASSES), {
    video: "a/1.avi",
    label: 'odd, "quoted"',
    answers: {
      primary: [
        { class: 'odd, "quoted"', probability: 0.5 },
        { class: "fall", probability: 0.25 },
        { class: "rise", probability: 0.125 },
        { class: "shake", probability: 0.0625 },
        { class: "orbit", probability: 0.0625 },
      ],
    },
  });
});
