import assert from "node:assert/strict";
import { drawSuggestions } from "../../../pipeline/suggestion/draw_suggestions.ts";
import { suggestionOf } from "./_suggestions.ts";

const FRAME = "data:image/jpeg;base64,AA==";

Deno.test("drawSuggestions() shows frames, name and answers of each video", () => {
  const svg = drawSuggestions([
    {
      ...suggestionOf("a & b.mp4", { primary: ["run", 0.6], auxiliary: ["walk", 0.5] }),
      frames: [FRAME, FRAME],
    },
    { ...suggestionOf("c.mp4", { primary: ["run", 0.9] }), frames: [FRAME] },
  ], { run: "one" });
  assert.match(svg, /2 videos to label next, suggested by one/);
  assert.equal(svg.split("<image ").length - 1, 3);
  for (const text of ["a &amp; b.mp4", "primary run 60 %, auxiliary walk 50 %", "c.mp4"]) {
    assert.ok(svg.includes(`>${text}</text>`), text);
  }
});
