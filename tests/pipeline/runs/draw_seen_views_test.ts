import assert from "node:assert/strict";
import { pngDataUrl } from "../../../pipeline/pictures/png_data_url.ts";
import { drawSeenViews } from "../../../pipeline/runs/draw_seen_views.ts";
import { elementsOf, numberOf, readSvg, textsOf } from "../pictures/_read_svg.ts";

/** Frames as high as they are drawn. */
const HEIGHT = 64;

function strip(width: number): string {
  return pngDataUrl(new Uint8Array(width * HEIGHT * 3), { width, height: HEIGHT });
}

Deno.test("drawSeenViews() shows the frames of each view by network, and what the gate did", () => {
  const svg = readSvg(drawSeenViews({
    version: 1,
    time: "2026-01-01T10:01:00.000Z",
    step: 7,
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
      "primary network: pseudo-label walk, 91 %, sure enough, learned from",
      "auxiliary network: pseudo-label jump, 20 %, not sure enough, not used",
      "N slow",
      "N fast",
      "W slow",
      "S slow",
    ]
  ) assert.ok(texts.includes(text), `${text} of ${texts.join("|")}`);
});
