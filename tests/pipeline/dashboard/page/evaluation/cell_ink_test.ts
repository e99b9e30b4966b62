import assert from "node:assert/strict";
import { cellInk } from "../../../../../pipeline/dashboard/page/evaluation/cell_ink.ts";
import { PALETTE } from "../../../../../pipeline/pictures/palette.ts";
import { contrast } from "../../../pictures/_colors.ts";

const SHARES = Array.from({ length: 101 }, (_, index) => index / 100);

for (const scheme of ["light", "dark"] as const) {
  for (const color of ["accent", "problem"] as const) {
    Deno.test(`cellInk() lets counts be read on ${color} cells of the ${scheme} scheme`, () => {
      for (const share of SHARES) {
        const { opacity, isInverted } = cellInk(share);
        const cell = mix(PALETTE.paper[scheme], PALETTE[color][scheme], opacity);
        const text = PALETTE[isInverted ? "on-accent" : "ink"][scheme];
        assert.ok(contrast(cell, text) >= 4.5, `${share}`);
      }
    });
  }
}

Deno.test("cellInk() is darker for larger shares", () => {
  const opacities = SHARES.map((share) => cellInk(share).opacity);
  assert.deepEqual(opacities, opacities.toSorted((a, b) => a - b));
  assert.equal(opacities.at(-1), 1);
});

/** The color that a browser shows where a color lies over a background. */
function mix(background: string, color: string, opacity: number): string {
  const [below, above] = [background, color].map(channelsOf);
  const mixed = above?.map((value, index) => {
    return Math.round(opacity * value + (1 - opacity) * (below?.[index] ?? 0));
  });
  return `#${mixed?.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function channelsOf(color: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
}
