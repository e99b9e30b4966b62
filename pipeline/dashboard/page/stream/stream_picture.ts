/// <reference lib="dom" />
import type { StreamState } from "../../../run/stream_state.ts";
import { createSvg } from "../dom/create_svg.ts";
import { onResize } from "../dom/on_resize.ts";
import { setText } from "../dom/set_text.ts";
import { formatNumber } from "../text/format_number.ts";
import { DotFlow, type DotStation, type PlacedDots } from "./dot_flow.ts";
import { placeDots } from "./place_dots.ts";
import { type Area, layoutStream, type PlacedStation, type StreamLayout } from "./stream_layout.ts";

/** Half a row of text: from its middle to its baseline. */
const BASELINE = 4;

/** Height of a row of text. */
const ROW = 14;

/** The parts of a station that change. */
interface DrawnStation {
  readonly placed: PlacedStation;
  readonly group: SVGGElement;
  readonly count: SVGTSpanElement;
  readonly remark: SVGTextElement;
}

/**
 * Draws the stream with a dot for each credit: filled with its clip on the way through, hollow on
 * the way back. Dots move to where they are now, unless the reader prefers that nothing moves.
 */
export class StreamPicture {
  readonly #svg: SVGSVGElement;
  readonly #flow = new DotFlow();
  readonly #dots: SVGCircleElement[] = [];
  #stations: readonly DrawnStation[] = [];
  #layout: StreamLayout | undefined;
  #label: SVGTextElement | undefined;
  #state: StreamState | undefined;
  #placed: PlacedDots = new Map();

  /** @param svg What is drawn in; texts beside it say the same. */
  constructor(svg: SVGSVGElement) {
    this.#svg = svg;
    const frame = svg.parentElement;
    if (frame !== null) onResize(frame, (width) => this.#draw(width));
  }

  /** Shows what the stream does now. */
  show(state: StreamState): void {
    this.#state = state;
    this.#placed = this.#flow.move(state);
    this.#update();
  }

  #draw(width: number): void {
    const layout = layoutStream(width);
    this.#layout = layout;
    this.#svg.setAttribute("viewBox", `0 0 ${layout.width} ${layout.height}`);
    this.#svg.setAttribute("height", String(layout.height));
    this.#stations = layout.stations.map((placed) => drawStation(placed, layout.isWide));
    this.#label = createSvg("text", { ...layout.back.label, class: "caption" });
    const back = createSvg("path", {
      d: layout.back.path,
      class: "back",
      "marker-end": "url(#head)",
    });
    const groups = this.#stations.map(({ group }) => group);
    this.#svg.replaceChildren(arrowHead(), back, this.#label, ...groups, ...this.#dots);
    this.#update();
  }

  #update(): void {
    const state = this.#state;
    if (state === undefined || this.#layout === undefined) return;
    for (const { placed: { station }, group, count, remark } of this.#stations) {
      if (station.clips !== undefined) setText(count, formatNumber(state.clips[station.clips.key]));
      const text = remarkOn(station.name, state);
      setText(remark, text);
      group.classList.toggle("pace", text === SETS_THE_PACE);
    }
    const { capacity, inFlight } = state.credits;
    const free = `${formatNumber(capacity - inFlight)} of ${formatNumber(capacity)} credits free`;
    if (this.#label !== undefined) setText(this.#label, free);
    this.#moveDots(this.#layout);
  }

  #moveDots({ stations, back }: StreamLayout): void {
    const areas = new Map<DotStation, Area>([["free", back.credits]]);
    for (const { station, clips } of stations) {
      if (station.clips !== undefined) areas.set(station.clips.key, clips);
    }
    const unused = new Set(this.#dots);
    for (const [station, numbers] of this.#placed) {
      const area = areas.get(station);
      if (area === undefined) continue;
      for (const [index, { x, y, radius }] of placeDots(area, numbers.length).entries()) {
        const dot = this.#dot(numbers[index] ?? 0);
        dot.style.transform = `translate(${x}px, ${y}px) scale(${radius})`;
        dot.setAttribute("class", station === "free" ? "dot free" : "dot");
        unused.delete(dot);
      }
    }
    for (const dot of unused) dot.setAttribute("class", "dot unused");
  }

  #dot(number: number): SVGCircleElement {
    const known = this.#dots[number];
    if (known !== undefined) return known;
    const dot = createSvg("circle", { r: 1, class: "dot" });
    this.#dots[number] = dot;
    this.#svg.append(dot);
    return dot;
  }
}

const SETS_THE_PACE = "sets the pace";

/** A word above an operator on which others wait, or which waits itself. */
function remarkOn(operator: string, { balance, activity }: StreamState): string {
  if (operator === "decode") return balance === "decode-bound" ? SETS_THE_PACE : "";
  if (operator !== "trainSteps") return "";
  if (balance === "device-bound") return SETS_THE_PACE;
  return activity === "data" ? "waits for clips" : "";
}

function drawStation(placed: PlacedStation, isWide: boolean): DrawnStation {
  const { station, x, y, width, height } = placed;
  const count = createSvg("tspan", { class: "count" });
  const remark = createSvg("text", { class: "remark" });
  const group = createSvg("g", { class: station.kind });
  const tip = createSvg("title", {}, `${station.name} ${station.purpose}`.trim());
  if (station.kind === "operator") {
    const box = { x: x + 1, y: y + 1, width: width - 2, height: height - 2, rx: 6 };
    group.append(tip, createSvg("rect", box));
  } else {
    group.append(tip, edgeArrow(placed, isWide));
  }
  group.append(...textsOf(placed, { isWide, count }), remark);
  placeRemark(remark, placed, isWide);
  return { placed, group, count, remark };
}

function placeRemark(
  remark: SVGTextElement,
  { x, y, width, height }: PlacedStation,
  isWide: boolean,
): void {
  const position = isWide
    ? { x: x + width / 2, y: y - 8 }
    : { x: x + width - 8, y: y + height - 8, "text-anchor": "end" };
  for (const [name, value] of Object.entries(position)) remark.setAttribute(name, String(value));
}

/** Writes the name and the count of a station. */
function textsOf(
  { station, x, y, width, height }: PlacedStation,
  { isWide, count }: { readonly isWide: boolean; readonly count: SVGTSpanElement },
): SVGTextElement[] {
  const word = station.clips?.word;
  const counted = word === undefined ? [] : [count, ` ${word}`];
  const isOperator = station.kind === "operator";
  if (isWide) {
    const middle = x + width / 2;
    const name = createSvg(
      "text",
      { x: middle, y: y + ROW + BASELINE, class: "name" },
      station.name,
    );
    const lines = word === undefined ? station.caption : [];
    const captions = lines.map((line, index) =>
      createSvg("text", { x: middle, y: y + 58 + index * ROW, class: "caption" }, line)
    );
    const clips = createSvg(
      "text",
      { x: middle, y: y + 2 * ROW + 8, class: "caption" },
      ...counted,
    );
    return [name, clips, ...captions];
  }
  const left = { x: x + (isOperator ? 10 : 34), class: "caption start" };
  const middle = y + height / 2 + BASELINE;
  const second = isOperator ? middle + ROW / 2 + 1 : middle;
  if (word === undefined) {
    const caption = { ...left, x: x + NARROW_CAPTION, y: middle };
    return [
      createSvg("text", { ...left, y: middle, class: "name start" }, station.name),
      createSvg("text", caption, station.caption.join(" ")),
    ];
  }
  return [
    createSvg("text", { ...left, y: middle - ROW / 2 - 1, class: "name start" }, station.name),
    createSvg("text", { ...left, y: second }, ...counted),
  ];
}

/** Left edge of captions beside the names of operators. */
const NARROW_CAPTION = 100;

function edgeArrow({ x, y, width, height }: PlacedStation, isWide: boolean): SVGPathElement {
  const path = isWide
    ? `M ${x + 1} ${y + BOX_ARROW} H ${x + width - 3}`
    : `M ${x + NARROW_ARROW} ${y + 1} V ${y + height - 3}`;
  return createSvg("path", { d: path, class: "arrow", "marker-end": "url(#head)" });
}

/** Height of the arrows below the tops of the boxes. */
const BOX_ARROW = 18;

/** Left edge of the arrows where the stream flows downward. */
const NARROW_ARROW = 20;

function arrowHead(): SVGDefsElement {
  const marker = {
    id: "head",
    viewBox: "0 0 8 8",
    refX: 6,
    refY: 4,
    markerWidth: 7,
    markerHeight: 7,
    orient: "auto-start-reverse",
  };
  const head = createSvg("path", { d: "M 0 0 L 8 4 L 0 8 z", class: "head" });
  return createSvg("defs", {}, createSvg("marker", marker, head));
}
