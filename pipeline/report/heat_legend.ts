import type { ExplainedNetwork } from "../explanation/explained_networks.ts";
import { heatScale } from "../explanation/heat_colors.ts";
import type { HeatLegend } from "../run/surest_mistakes.ts";

/** Colors of the scale; the browser draws what lies between them. */
const SCALE_COLORS = 9;

const HOW = "Below the frames: what each network looked at, as heat, in the clips of the test. " +
  "Grad-CAM shows where it found evidence for the wrong answer; attention rollout where its " +
  "attention went, which is the same for every answer. High is the most within a clip; parts " +
  "without color were not seen.";

const LIMITS = "Heat says where, not why, and not how sure a network is; what lies between the " +
  "cells is interpolated.";

/** Says how strips with heat are to be read, or why there are none. */
export function heatLegend(explained: readonly ExplainedNetwork[] | string): HeatLegend | string {
  if (typeof explained === "string") {
    return `What the networks look at is left out: ${explained}`;
  }
  const cells = explained.map(({ network, kind, method, side }) =>
    `${network} (${kind}): ${method}, ${side} × ${side} cells a frame`
  );
  return { how: HOW, limits: `${cells.join("; ")}. ${LIMITS}`, colors: heatScale(SCALE_COLORS) };
}
