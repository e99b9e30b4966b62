/// <reference lib="dom" />
// @ts-types="uplot"
import uPlot from "./uplot.js";
import { onResize } from "../dom/on_resize.ts";
import { alignCurves } from "./align_curves.ts";
import type { Curve } from "./curves_of.ts";
import { formatValue } from "./format_value.ts";
import type { PanelUnit } from "./list_panels.ts";
import { valueLimit } from "./value_limit.ts";

/** The steps that charts show, the same in all of them. */
export interface ShownSteps {
  readonly from: number;
  readonly to: number;
}

/** Options of {@linkcode Chart}. */
export interface ChartOptions {
  readonly unit: PanelUnit;
  /** Called with the step under the mouse; null if it left. */
  readonly onPoint: (step: number | null) => void;
  /** Called with the range that was drawn with the mouse. */
  readonly onSelect: (steps: ShownSteps) => void;
}

const HEIGHT = 190;

/** Width of the numbers beside the chart. */
const AXIS_WIDTH = 60;

/** Curves with fewer values show them as points. */
const FEW_VALUES = 30;

/** Distances of the lines of a chart of bytes. */
const POWERS_OF_TWO = Array.from({ length: 50 }, (_, power) => 2 ** power);

/** Opacity of bands, as two hexadecimal digits behind a color. */
const BAND_OPACITY = "2b";

const FONT = '12px system-ui, "DejaVu Sans", sans-serif';

/** Draws curves with bands over the steps of a run. */
export class Chart {
  readonly #host: HTMLElement;
  readonly #options: ChartOptions;
  #plot: uPlot | undefined;
  #curves: readonly Curve[] = [];
  #steps: ShownSteps = { from: 0, to: 1 };
  #looks = "";
  #width = 0;
  #isPointed = false;

  /** @param host The element that the chart fills; a legend beside it says the same. */
  constructor(host: HTMLElement, options: ChartOptions) {
    this.#host = host;
    this.#options = options;
    onResize(host, (width) => this.#resize(width));
    host.addEventListener("pointerenter", () => this.#isPointed = true);
    host.addEventListener("pointerleave", () => {
      this.#isPointed = false;
      options.onPoint(null);
    });
  }

  /**
   * Shows curves in place of those before.
   *
   * @param range The steps from the left edge to the right one.
   */
  show(curves: readonly Curve[], range: ShownSteps): void {
    this.#curves = curves;
    this.#steps = range;
    const looks = JSON.stringify(curves.map(({ style, mean }) => [style, isShort(mean)]));
    if (looks === this.#looks) {
      this.#plot?.setData(dataOf(curves));
    } else {
      this.#looks = looks;
      this.#rebuild();
    }
  }

  /** Draws the curves again, in the colors of the page as they are now. */
  redraw(): void {
    this.#plot?.redraw();
  }

  /** Marks a step; null marks none. */
  mark(step: number | null): void {
    const plot = this.#plot;
    if (plot === undefined || this.#isPointed) return;
    const left = step === null ? -1 : Math.round(plot.valToPos(step, "x"));
    plot.setCursor({ left, top: step === null ? -1 : 0 }, false);
  }

  #resize(width: number): void {
    this.#width = width;
    if (this.#plot === undefined) this.#rebuild();
    else this.#plot.setSize({ width, height: HEIGHT });
  }

  #rebuild(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
    if (this.#width === 0 || this.#curves.length === 0) return;
    this.#plot = new uPlot(this.#setUp(), dataOf(this.#curves), this.#host);
  }

  #setUp(): uPlot.Options {
    return {
      width: this.#width,
      height: HEIGHT,
      padding: [8, 24, 0, 0],
      legend: { show: false },
      scales: {
        x: { time: false, range: () => [this.#steps.from, this.#steps.to] },
        y: { range: (_plot, min, max) => this.#range(min, max) },
      },
      axes: [axis({ size: 28 }), this.#valueAxis()],
      series: [{}, ...this.#curves.flatMap(seriesOf)],
      bands: this.#curves.map((curve, index) => bandOf(curve, index)),
      cursor: {
        y: false,
        points: { size: 6 },
        drag: { x: true, y: false, setScale: false },
      },
      hooks: {
        setCursor: [(plot) => this.#point(plot)],
        setSelect: [(plot) => this.#select(plot)],
      },
    };
  }

  /** Shares are shown from 0 to 1, so that charts can be compared. */
  #range(min: number | null, max: number | null): uPlot.Range.MinMax {
    if (this.#options.unit === "share") return [0, 1];
    const highest = Math.min(max ?? 1, valueLimit(this.#curves));
    return uPlot.rangeNum(Math.min(min ?? 0, highest), highest, 0.1, true);
  }

  #valueAxis(): uPlot.Axis {
    const { unit } = this.#options;
    return {
      ...axis({ size: AXIS_WIDTH }),
      ...(unit === "bytes" ? { incrs: POWERS_OF_TWO } : {}),
      values: (_plot, values) => values.map((value) => formatValue(value, unit)),
    };
  }

  #point({ cursor, data }: uPlot): void {
    if (!this.#isPointed) return;
    const step = typeof cursor.idx === "number" ? data[0][cursor.idx] : undefined;
    this.#options.onPoint(step ?? null);
  }

  #select(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width === 0) return;
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    const from = Math.max(1, Math.floor(plot.posToVal(left, "x")));
    const to = Math.ceil(plot.posToVal(left + width, "x"));
    if (from < to) this.#options.onSelect({ from, to });
  }
}

function dataOf(curves: readonly Curve[]): uPlot.AlignedData {
  const { steps, values } = alignCurves(curves);
  return [steps, ...values].map((column) => [...column]) as uPlot.AlignedData;
}

/** The line of a curve, and the edges of its band, which are not drawn. */
function seriesOf({ name, style, mean }: Curve): uPlot.Series[] {
  const edge: uPlot.Series = { width: 0, points: { show: false } };
  const line: uPlot.Series = {
    label: name,
    stroke: () => colorOf(style.color),
    width: 1.75,
    dash: [...style.dash],
    // Only some steps have pseudo-labels that can be judged.
    spanGaps: true,
    points: { show: isShort(mean), size: 5 },
  };
  return [line, edge, edge];
}

function bandOf({ style }: Curve, index: number): uPlot.Band {
  const mean = 1 + 3 * index;
  return { series: [mean + 2, mean + 1], fill: () => colorOf(style.color) + BAND_OPACITY };
}

function axis({ size }: { readonly size: number }): uPlot.Axis {
  const line = { stroke: () => colorOf("--rule"), width: 1 };
  return {
    size,
    font: FONT,
    stroke: () => colorOf("--muted"),
    grid: line,
    ticks: { ...line, size: 4 },
  };
}

function colorOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function isShort(values: Curve["mean"]): boolean {
  return values.filter((value) => value !== null).length < FEW_VALUES;
}
