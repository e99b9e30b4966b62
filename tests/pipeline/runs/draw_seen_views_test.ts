import assert from "node:assert/strict";
import { pngDataUrl } from "../../../pipeline/pictures/png_data_url.ts";
import { drawSeenViews } from "../../../pipeline/runs/draw_seen_views.ts";
import { elementsOf, numberOf, readSvg, textsOf } from "../pictures/_read_svg.ts";

/** Frames as high as they are drawn. */
const HEIGHT = 64;

function strip(width: number): string {
  return pngDataUrl(new Uint8Array(width * HEIGHT * 3), { width, height: HEIGHT });
}

Deno.test("drawSeenViews() shows the frames of each view by clip, and what the gate did", () => {
  const svg = readSvg(drawSeenViews({
    version: 1,
    time: "2026-01-01T10:01:00.000Z",
    step: 7,
    words: { primary: "slow", auxiliary: "fast" },
    clips: [
      {
        video: "a & b.mp4",
        role: "labeled",
        label: "run",
        views: { N: { primary: strip(8), auxiliary: strip(16) } },
      },
      {
        video: "c.mp4",
        role: "unlabeled",
        label: null,
        views: { W: { primary: strip(12) }, S: { primary: strip(20) } },
        pseudoLabels: {
          primary: { class: "walk", confidence: 0.91, passed: true },
          auxiliary: { class: "jump", confidence: 0.2, passed: false },
        },
      },
    ],
  }));
  const widths = elementsOf(svg, "image").map((image) => numberOf(image, "width"));
  assert.deepEqual(widths, [8, 16, 12, 20]);
  const texts = textsOf(svg);
  for (
    const text of [
      "Clips of step 7 as the networks saw them",
      "labeled clip: a & b.mp4",
      "true class run",
      "unlabeled clip: c.mp4",
      "true class unknown",
      "for primary: pseudo-label walk, 91 %, sure enough, learned from",
      "for auxiliary: pseudo-label jump, 20 %, not sure enough, not used",
      "N slow",
      "N fast",
      "W slow",
      "S slow",
    ]
  ) assert.ok(texts.includes(text), `${text} of ${texts.join("|")}`);
});

Deno.test("drawSeenViews() has a row for each clip, of whatever name, and explains those of changes", () => {
  const views = { primary: strip(8), gradient: strip(12), near: strip(16) };
  const offered = { class: "walk", confidence: 0.5, passed: true };
  const texts = textsOf(readSvg(drawSeenViews({
    version: 1,
    time: "2026-01-01T10:01:00.000Z",
    step: 7,
    words: { primary: "frames", gradient: "gradient", near: "near flow" },
    clips: [{
      video: "c.mp4",
      role: "unlabeled",
      label: null,
      views: { W: views, S: views },
      pseudoLabels: { primary: offered, gradient: offered, near: offered },
    }],
  })));
  const rows = texts.filter((text) => /^[WS] /.test(text));
  assert.deepEqual(rows, [
    "W frames",
    "W gradient",
    "W near flow",
    "S frames",
    "S gradient",
    "S near flow",
  ]);
  for (const start of ["Gradient: ", "Flow: ", "for near: pseudo-label walk, 50 %"]) {
    assert.ok(texts.some((text) => text.startsWith(start)), start);
  }
  assert.ok(!texts.some((text) => text.includes("Slow: ")));
});

Deno.test("drawSeenViews() calls clips by their names in files that have no words for them", () => {
  const texts = textsOf(readSvg(drawSeenViews({
    version: 1,
    time: "2026-01-01T10:01:00.000Z",
    step: 7,
    clips: [{
      video: "a.mp4",
      role: "labeled",
      label: "run",
      views: { N: { primary: strip(8), auxiliary: strip(8) } },
    }],
  })));
  assert.ok(texts.includes("N primary") && texts.includes("N auxiliary"), texts.join("|"));
});
