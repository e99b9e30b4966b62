import type { HeatStrip } from "../explanation/heat_strips.ts";
import type { HeatLegend } from "../run/surest_mistakes.ts";
import { type Html, markup } from "./html.ts";
import { note } from "./note.ts";

/** Says how strips with heat are read, with the scale of their colors, or why there are none. */
export function describeHeat(legend: HeatLegend | string): Html {
  if (typeof legend === "string") return markup`<p>${legend}</p>`;
  const { how, limits, colors } = legend;
  const scale = colors.map((color) => `rgb(${color.join(", ")})`).join(", ");
  const background = `background: linear-gradient(to right, ${scale})`;
  return markup`${note(how)}
<p class="heat-scale"><span>low</span><span class="colors" style="${background}"></span><span>high</span></p>
${note(limits)}`;
}

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

/** Style sheet of what is written here. */
export const HEAT_STYLE = `
.heat-scale { display: flex; align-items: center; gap: 0.5rem; }
.heat-scale .colors { width: 10rem; height: 0.9rem; border-radius: 3px; }
.heat-title { margin: 0.3rem 0 0; font-size: 0.85rem; }
@media print { .heat-scale .colors { print-color-adjust: exact; } }
`;
