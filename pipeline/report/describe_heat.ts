import type { HeatStrip } from "../explanation/heat_strips.ts";
import { heatScale } from "../explanation/heat_colors.ts";
import type { ExplainedNetwork } from "../explanation/explained_networks.ts";
import { type Html, markup } from "./html.ts";
import { note } from "./note.ts";

/** Colors of the scale; the browser draws what lies between them. */
const SCALE_COLORS = 9;

/** Says how strips with heat are read, with the scale of their colors, or why there are none. */
export function describeHeat(explained: readonly ExplainedNetwork[] | string): Html {
  if (typeof explained === "string") {
    return markup`<p>What the networks look at is left out: ${explained}</p>`;
  }
  const cells = explained.map(({ network, kind, method, side }) =>
    `${network} (${kind}): ${method}, ${side} × ${side} cells a frame`
  );
  return markup`${note(READING)}
<p class="heat-scale"><span>low</span><span class="colors"></span><span>high</span></p>
${note(`${cells.join("; ")}. ${LIMITS}`)}`;
}

const READING =
  "Below the frames: what each network looked at, as heat, in the clips of the test. Grad-CAM " +
  "shows where it found evidence for the wrong answer; attention rollout where its attention went, " +
  "which is the same for every answer. High is the most within a clip; parts without color were " +
  "not seen.";

const LIMITS = "Heat says where, not why, and not how sure a network is; what lies between the " +
  "cells is interpolated.";

/** Writes the strip of one network. */
export function describeHeatStrip(
  { explained: { network, kind, method }, images }: HeatStrip,
  { video, seconds }: { readonly video: string; readonly seconds: readonly number[] },
): Html {
  const what = `${network} (${kind}), ${method}`;
  const shown = images.map((image, index) => {
    const time = `${(seconds[index] ?? 0).toFixed(2)} s`;
    const description = `${what}: heat over ${video} at ${time}`;
    return markup`<img src="${image}" alt="${description}" title="${time}">`;
  });
  return markup`<p class="heat-title muted">${what}</p>
<div class="strip" tabindex="0">${shown}</div>`;
}

/** Returns the style sheet of what is written here. */
export function heatStyle(): string {
  const colors = heatScale(SCALE_COLORS).map((color) => `rgb(${color.join(", ")})`).join(", ");
  return `
.heat-scale { display: flex; align-items: center; gap: 0.5rem; }
.heat-scale .colors { width: 10rem; height: 0.9rem; border-radius: 3px; background: linear-gradient(to right, ${colors}); }
.heat-title { margin: 0.3rem 0 0; font-size: 0.85rem; }
@media print { .heat-scale .colors { print-color-adjust: exact; } }
`;
}
