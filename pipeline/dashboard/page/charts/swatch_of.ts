/// <reference lib="dom" />
import { createSvg } from "../dom/create_svg.ts";
import type { CurveStyle } from "./curve_style.ts";

/** A piece of the line as it is drawn. */
export function swatchOf({ color, dash }: CurveStyle): SVGSVGElement {
  const line = createSvg("path", { d: "M 1 5 H 27", "stroke-dasharray": dash.join(" ") });
  line.style.stroke = `var(${color})`;
  return createSvg(
    "svg",
    { class: "swatch", viewBox: "0 0 28 10", width: 28, height: 10, "aria-hidden": "true" },
    line,
  );
}
