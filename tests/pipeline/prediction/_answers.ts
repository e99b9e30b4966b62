import type { Answering } from "../../../pipeline/prediction/predict_options.ts";
import type { Answer } from "../../../pipeline/prediction/prediction.ts";
import type { VideoInput } from "../../../pipeline/prediction/video_input.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";

/** A file as an input. */
export function fileInput(path: string, outputName = path.replace(/\.\w+$/, "")): VideoInput {
  return { name: path, outputName, source: { kind: "file", path }, isLive: false };
}

/** Both networks of a run answer. */
export const ANSWERING: Answering = {
  run: new RunFolder("runs/r"),
  step: 800,
  network: "both",
  classes: ["run", "sit"],
  plan: { framesPerSecond: 10, frameCount: 20, hop: 10, clips: 5, crops: 3, wholeFrames: 100 },
};

/** The answer for a short video. */
export const SHORT: Answer = {
  input: fileInput("a.mp4"),
  seconds: 2.1,
  windows: 5,
  isWhole: true,
  trainedOn: false,
  classes: [{ class: "run", probability: 0.75 }, { class: "sit", probability: 0.25 }],
  segments: [{ start: 0, end: 2.1, class: "run", probability: 0.75 }],
};

/** The answer for a long video. */
export const LONG: Answer = {
  input: fileInput("b, c.mp4"),
  seconds: 3665.5,
  windows: 3664,
  isWhole: false,
  trainedOn: null,
  classes: [{ class: "run", probability: 0.4 }, { class: "sit", probability: 0.6 }],
  segments: [
    { start: 0, end: 30, class: "run", probability: 0.9 },
    { start: 30, end: 3600, class: null, probability: 0.3 },
    { start: 3600, end: 3665.5, class: "sit", probability: 0.8 },
  ],
};
