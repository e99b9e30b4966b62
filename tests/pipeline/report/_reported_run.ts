import type { ExplainedNetwork } from "../../../pipeline/explanation/explained_networks.ts";
import type { RunReport, ShownMistake } from "../../../pipeline/report/run_report.ts";
import { videoMapOf } from "./_video_map.ts";

/** Text that would do harm in a page where it is not escaped. */
export const HOSTILE = `<script>alert("x")</script>' onload='x`;

const SCORES = {
  videos: 4,
  top1: 0.5,
  top5: 1,
  perClass: [1, 0, NaN],
  confusion: [[2, 0, 0], [2, 0, 0], [0, 0, 0]],
};

const EXPLAINED: ExplainedNetwork = {
  network: "primary",
  kind: "3D ResNet",
  method: "Grad-CAM",
  side: 7,
};

const MISTAKE: ShownMistake = {
  video: `b/${HOSTILE}.mp4`,
  label: "b",
  wrong: { class: HOSTILE, probability: 0.9 },
  answers: { both: [{ class: HOSTILE, probability: 0.9 }] },
  strip: { images: ["data:image/jpeg;base64,AAAA"], seconds: [1.25] },
  heat: [{ explained: EXPLAINED, images: ["data:image/jpeg;base64,BBBB"] }],
};

/** A report whose texts come from someone else. */
export const REPORT: RunReport = {
  name: HOSTILE,
  tag: HOSTILE,
  results: {
    classes: [HOSTILE, "b", "c"],
    scores: { primary: SCORES, auxiliary: SCORES, both: SCORES },
    run: { seconds: 65, waitingShare: 0.12, peakResidentBytes: 2 ** 30 },
  },
  intervals: { both: { low: 0.15, high: 0.85, sources: 3 } },
  weights: "Scores of the weights after step 1,000 of 1,200, the best.",
  steps: 1200,
  config: { note: HOSTILE },
  parts: [{
    state: "finished",
    command: `deno task train --name '${HOSTILE}'`,
    folder: "/my videos",
    startedAt: "2026-01-02T03:04:05.000Z",
    endedAt: "2026-01-02T04:04:05.000Z",
    program: { version: "0.1.0", commit: "0123456789abcdef", modified: false },
    deno: "2.9.6",
    libraries: { tensorflow: "2.21.0", device: "cpu", ffmpeg: "9.0.2" },
    host: { system: "linux x86_64", processor: HOSTILE, threads: 2, memoryBytes: 2 ** 34 },
  }],
  parent: "before",
  split: { labeled: 12, unlabeled: 1500, validation: 0, test: 4, sha256: "abc" },
  curves: `<svg xmlns="http://www.w3.org/2000/svg"></svg>`,
  remarks: ["Not clearly better than chance"],
  explained: [EXPLAINED],
  mistakes: [MISTAKE, { ...MISTAKE, strip: "the video is not there any more" }],
  map: videoMapOf({
    classes: [HOSTILE, "b"],
    count: 12,
    name: (index) => `${HOSTILE}/${index}.mp4`,
  }),
};
