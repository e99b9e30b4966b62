/// <reference lib="dom" />
import { createSvg } from "../dom/create_svg.ts";
import type { PlacedStation } from "./stream_layout.ts";

/** A part of the stream as it is drawn. */
export interface DrawnStation {
  readonly placed: PlacedStation;
  readonly group: SVGGElement;
  /** The number of its clips. */
  readonly count: SVGTSpanElement;
  /** A word on an operator on which others wait. */
  readonly remark: SVGTextElement;
}

/** Distance of a text's baseline from the middle of its row, and of the rows. */
const BASELINE = 4;
const ROW = 14;

/** Baselines of name, count and caption below the top of a box, where the stream flows to the right. */
const NAME_LINE = 18;
const COUNT_LINE = 36;
const CAPTION_LINE = 58;

/** Space between the edge of a box and its texts, where the stream flows downward. */
const INDENT = 10;

/** Left edges of captions beside names, of arrows, and of the counts beside them. */
const CAPTION_LEFT = 100;
const ARROW_LEFT = 20;
const COUNT_LEFT = 34;

/** Draws a part of the stream, without its clips. */
export function drawStation(placed: PlacedStation, isWide: boolean): DrawnStation {
  const { station, x, y, width, height } = placed;
  const count = createSvg("tspan", { class: "count" });
  const counted = station.clips === undefined ? [] : [count, ` ${station.clips.word}`];
  const shape = station.kind === "operator"
    ? createSvg("rect", { x: x + 1, y: y + 1, width: width - 2, height: height - 2, rx: 6 })
    : drawArrow(placed, isWide);
  const remark = createSvg("text", { class: "remark" });
  const group = createSvg(
    "g",
    { class: station.kind },
    createSvg("title", {}, `${station.name} ${station.purpose}`.trim()),
    shape,
    ...(isWide ? wideTexts(placed, { counted, remark }) : narrowTexts(placed, { counted, remark })),
  );
  return { placed, group, count, remark };
}

function drawArrow({ x, y, width, height }: PlacedStation, isWide: boolean): SVGPathElement {
  const path = isWide
    ? `M ${x + 1} ${y + NAME_LINE} H ${x + width - 3}`
    : `M ${x + ARROW_LEFT} ${y + 1} V ${y + height - 3}`;
  return createSvg("path", { d: path, class: "arrow", "marker-end": "url(#head)" });
}

/** Texts that change, or are the same however the stream flows. */
interface StationTexts {
  readonly counted: readonly (Node | string)[];
  readonly remark: SVGTextElement;
}

function wideTexts(
  { station, x, y, width }: PlacedStation,
  { counted, remark }: StationTexts,
): SVGElement[] {
  const middle = x + width / 2;
  const texts = [
    createSvg("text", { x: middle, y: y + NAME_LINE, class: "name" }, station.name),
    createSvg("text", { x: middle, y: y + COUNT_LINE, class: "caption" }, ...counted),
  ];
  const captions = station.caption.map((line, index) => {
    const place = { x: middle, y: y + CAPTION_LINE + index * ROW, class: "caption" };
    return createSvg("text", place, line);
  });
  remark.setAttribute("x", String(middle));
  remark.setAttribute("y", String(y - 8));
  return [...texts, ...captions, remark];
}

function narrowTexts(
  { station, x, y, width, height }: PlacedStation,
  { counted, remark }: StationTexts,
): SVGElement[] {
  const middle = y + height / 2 + BASELINE;
  if (station.kind === "edge") {
    const place = { x: x + COUNT_LEFT, y: middle, class: "caption start" };
    return [createSvg("text", place, ...counted)];
  }
  const left = x + INDENT;
  const caption = { x: x + CAPTION_LEFT, y: middle, class: "caption start" };
  const nameY = counted.length === 0 ? middle : y + NAME_LINE;
  remark.setAttribute("x", String(x + width - INDENT));
  remark.setAttribute("y", String(nameY));
  remark.classList.add("end");
  return [
    createSvg("text", { x: left, y: nameY, class: "name start" }, station.name),
    createSvg("text", { x: left, y: y + COUNT_LINE + 4, class: "caption start" }, ...counted),
    createSvg("text", caption, station.caption.join(" ")),
    remark,
  ];
}
