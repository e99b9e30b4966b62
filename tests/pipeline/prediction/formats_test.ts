import assert from "node:assert/strict";
import { captionsOf } from "../../../pipeline/prediction/captions_of.ts";
import { clockTime } from "../../../pipeline/prediction/clock_time.ts";
import { csvOf } from "../../../pipeline/prediction/csv_of.ts";
import { jsonOf, momentJson } from "../../../pipeline/prediction/json_of.ts";
import { srtOf } from "../../../pipeline/prediction/srt_of.ts";
import { textOf } from "../../../pipeline/prediction/text_of.ts";
import { ANSWERING, LONG, SHORT } from "./_answers.ts";

Deno.test("clockTime() rounds before it divides", () => {
  assert.equal(clockTime(59.96, { digits: 1 }), "1:00.0");
  assert.equal(clockTime(3725.25, { digits: 1 }), "1:02:05.3");
  assert.equal(clockTime(0, { digits: 3, hourDigits: 2, mark: "," }), "00:00:00,000");
  assert.equal(clockTime(3599.9996, { digits: 3, hourDigits: 2, mark: "," }), "01:00:00,000");
});

Deno.test("textOf() gives one line for a short video, and one a segment for a long one", () => {
  assert.equal(textOf(SHORT, { top: 1 }), "a.mp4: run 75.0%");
  assert.equal(
    textOf({ ...SHORT, trainedOn: true }, { top: 2 }),
    "a.mp4: run 75.0%, sit 25.0%  (the run was trained on this video)",
  );
  const [segment] = SHORT.segments;
  const unsure = { ...SHORT, segments: [{ ...segment!, class: null }] };
  assert.equal(textOf(unsure, { top: 1 }), "a.mp4: unsure: run 75.0%");
  assert.equal(
    textOf(LONG, { top: 1 }),
    "b, c.mp4: 1:01:05.5 long, on the whole sit 60.0%\n" +
      "     0:00.0 -    0:30.0  run 90.0%\n" +
      "     0:30.0 - 1:00:00.0  unsure\n" +
      "  1:00:00.0 - 1:01:05.5  sit 80.0%",
  );
});

Deno.test("jsonOf() writes the documented fields", () => {
  const head = { version: 1, video: "a.mp4", run: "r", step: 800, network: "both" };
  assert.deepEqual(JSON.parse(jsonOf(SHORT, ANSWERING)), {
    ...head,
    seconds: 2.1,
    windows: 5,
    trainedOn: false,
    classes: [{ class: "run", probability: 0.75 }, { class: "sit", probability: 0.25 }],
    segments: [{ start: 0, end: 2.1, class: "run", probability: 0.75 }],
  });
  const failure = { input: SHORT.input, problem: "no video stream" };
  assert.deepEqual(JSON.parse(jsonOf(failure, ANSWERING)), { ...head, problem: "no video stream" });
  const moment = { start: 1 / 3, end: 2 / 3, class: null, probability: 1 / 3 };
  assert.deepEqual(JSON.parse(momentJson(SHORT.input, moment, ANSWERING)), {
    ...head,
    segments: [{ start: 0.333, end: 0.667, class: null, probability: 0.3333 }],
  });
});

Deno.test("csvOf() quotes, and leaves the class of an unsure segment empty", () => {
  assert.equal(
    csvOf(LONG.input, LONG.segments),
    '"b, c.mp4",0.000,30.000,run,0.9000\n' +
      '"b, c.mp4",30.000,3600.000,,0.3000\n' +
      '"b, c.mp4",3600.000,3665.500,sit,0.8000',
  );
});

Deno.test("srtOf() numbers the segments that have a class", () => {
  assert.equal(
    srtOf(LONG.segments),
    "1\n00:00:00,000 --> 00:00:30,000\nrun 90.0%\n\n" +
      "2\n01:00:00,000 --> 01:01:05,500\nsit 80.0%\n",
  );
});

Deno.test("captionsOf() draws a label and a part of the bar for each segment, and nothing a name commands", () => {
  const options = { width: 320, height: 240, startSec: 0.5, font: "F" };
  const [first, ...others] = LONG.segments;
  const answer = { ...LONG, segments: [{ ...first!, class: "{\\b1}run\nfast" }, ...others] };
  const lines = captionsOf(answer, options).split("\n");
  const labels = lines.filter((line) => line.includes(",Label,,"));
  assert.equal(labels.length, 3);
  assert.equal(
    labels[0],
    "Dialogue: 2,0:00:00.50,0:00:30.50,Label,,0,0,0,,\\{\\\u2060b1\\}run fast 90.0%",
  );
  assert.equal(lines.filter((line) => line.includes(",Bar,,")).length, 4);
});
