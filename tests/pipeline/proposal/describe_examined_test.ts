import assert from "node:assert/strict";
import type { VideoProbe } from "../../../datasets/mod.ts";
import { describeExamined } from "../../../pipeline/proposal/describe_examined.ts";

function probe(durationSec: number, width: number, framesPerSecond: number | null): VideoProbe {
  return { durationSec, displayWidth: width, displayHeight: 240, framesPerSecond } as VideoProbe;
}

Deno.test("describeExamined() gives ranges, the most frequent sizes, and what is broken", () => {
  const probes = [
    probe(1.44, 320, 25),
    probe(30.6, 320, 29.97),
    probe(6, 321.4, 25),
    probe(2, 426.7, null),
    probe(2, 640, 25),
    probe(2, 641, 25),
  ];
  const unreadable = [{ path: "a.mp4", reason: "moov atom not found" }];
  assert.deepEqual(describeExamined({ probes, unreadable, total: 900 }), [
    "Files: 900, of which 7 were looked at; 1 cannot be read: a.mp4 (moov atom not found)",
    "Lengths: 1.4 to 30.6 s, half of them up to 2",
    "Sizes: 320×240 (2), 321×240 (1), 427×240 (1), and 2 other sizes",
    "Frame rates: 25 to 30 frames a second, half of them up to 25",
  ]);
});

Deno.test("describeExamined() of equal files is short", () => {
  const probes = [probe(2, 320, 25), probe(2, 320, 25)];
  assert.deepEqual(describeExamined({ probes, unreadable: [], total: 2 }), [
    "Files: 2; none is broken at its start",
    "Lengths: 2 s",
    "Sizes: 320×240",
    "Frame rates: 25 frames a second",
  ]);
});

Deno.test("describeExamined() of files that are all broken names some of them", () => {
  const unreadable = ["a", "b", "c", "d"].map((path) => ({ path, reason: "empty" }));
  assert.deepEqual(describeExamined({ probes: [], unreadable, total: 4 }), [
    "Files: 4; 4 cannot be read: a (empty), b (empty), c (empty), …",
  ]);
});
