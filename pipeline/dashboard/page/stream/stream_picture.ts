/// <reference lib="dom" />
import type { StreamState } from "../../../run/stream_state.ts";
import { createSvg } from "../dom/create_svg.ts";
import { onResize } from "../dom/on_resize.ts";
import { setText } from "../dom/set_text.ts";
import { formatNumber } from "../text/format_number.ts";
import { type DrawnStation, drawStation } from "./draw_station.ts";
import { DotFlow, type DotStation, type PlacedDots } from "./dot_flow.ts";
import { placeDots } from "./place_dots.ts";
import { type Area, layoutStream, type StreamLayout } from "./stream_layout.ts";

/** What is written above the operator on which the others wait. */
const SETS_THE_PACE = "sets the pace";

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

/** A word on an operator on which others wait, or which waits itself. */
function remarkOn(operator: string, { balance, activity }: StreamState): string {
  if (operator === "decode") return balance === "decode-bound" ? SETS_THE_PACE : "";
  if (operator !== "trainSteps") return "";
  if (balance === "device-bound") return SETS_THE_PACE;
  return activity === "data" ? "waits for clips" : "";
}

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
