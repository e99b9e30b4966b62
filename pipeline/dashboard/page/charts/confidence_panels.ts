/// <reference lib="dom" />
import type { SeriesAnswer } from "../../api.ts";
import { createElement } from "../dom/create_element.ts";
import { createSvg } from "../dom/create_svg.ts";
import { findElement } from "../dom/find_element.ts";
import { setText } from "../dom/set_text.ts";
import { countOf } from "../text/count_of.ts";
import { formatNumber } from "../text/format_number.ts";
import { formatPercent } from "../text/format_percent.ts";
import { confidenceBars, type ConfidenceHistogram } from "./confidence_bars.ts";

const WIDTH = 320;
const HEIGHT = 150;
const BASE = 126;
const TOP = 18;

/** What bars are of. */
export interface ConfidenceOptions {
  /** Name of the run. */
  readonly run: string;
  /** Confidence from which a pseudo-label is used; null if that is not known. */
  readonly threshold: number | null;
}

/** Shows how sure the networks are of their pseudo-labels, and where the threshold is. */
export class ConfidencePanels {
  readonly #empty = findElement("confidence-empty");
  readonly #grid = findElement("confidence-grid");
  #shown = "";

  /** Shows the last steps of a run; without pseudo-labels, says so. */
  show(series: SeriesAnswer, options: ConfidenceOptions): void {
    const networks = Object.keys(series.confidence);
    const histograms = networks.flatMap((network) => {
      const histogram = confidenceBars(series, network);
      return histogram === null ? [] : [{ network, histogram }];
    });
    this.#empty.hidden = histograms.length > 0 || series.steps.to.length === 0;
    setText(this.#empty, "This run has made no pseudo-labels in these steps.");
    const shown = JSON.stringify([histograms, options]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#grid.replaceChildren(
      ...histograms.map(({ network, histogram }) => drawFigure(network, histogram, options)),
    );
  }

  /** Shows nothing, until there is an answer about another run. */
  clear(): void {
    this.#shown = "";
    this.#empty.hidden = true;
    this.#grid.replaceChildren();
  }
}

function drawFigure(
  network: string,
  histogram: ConfidenceHistogram,
  options: ConfidenceOptions,
): HTMLElement {
  const { clips, firstStep, lastStep } = histogram;
  const about = `${countOf(clips, "clip")} of ${options.run}, steps ${formatNumber(firstStep)} ` +
    `to ${formatNumber(lastStep)}`;
  return createElement(
    "figure",
    { class: "panel" },
    createElement(
      "figcaption",
      {},
      createElement("h3", {}, `Confidence of the labels for ${network}`),
    ),
    draw(histogram, { ...options, label: `${about}. ${describe(histogram, options)}` }),
    createElement("p", { class: "note" }, `${about}; the highest bar is ${highestOf(histogram)}`),
  );
}

function highestOf({ bars }: ConfidenceHistogram): string {
  return formatPercent(Math.max(...bars.map(({ share }) => share)));
}

/** Says what the bars show. */
function describe(
  { bars }: ConfidenceHistogram,
  { threshold }: Pick<ConfidenceOptions, "threshold">,
): string {
  const sure = bars.filter(({ from }) => from >= (threshold ?? 1) - 1e-6);
  const share = sure.reduce((sum, bar) => sum + bar.share, 0);
  const highest = bars.reduce(
    (best, bar) => bar.share > best.share ? bar : best,
    bars[0] ?? NO_BAR,
  );
  const most = `The highest bar is from ${highest.from.toFixed(2)} to ` +
    `${highest.to.toFixed(2)}: ${formatPercent(highest.share)}.`;
  if (threshold === null) return most;
  return `${most} The threshold is ${threshold}; whole bars above it hold ${formatPercent(share)}.`;
}

const NO_BAR = { from: 0, to: 0, share: 0 };

function draw(
  { bars }: ConfidenceHistogram,
  { threshold, label }: Pick<ConfidenceOptions, "threshold"> & { readonly label: string },
): SVGSVGElement {
  const highest = Math.max(...bars.map(({ share }) => share));
  const drawn = bars.map(({ from, to, share }) => {
    const height = (BASE - TOP) * share / highest;
    const isSure = threshold !== null && to > threshold;
    const box = {
      x: from * WIDTH + 0.75,
      y: BASE - height,
      width: (to - from) * WIDTH - 1.5,
      height,
      class: isSure ? "bar sure" : "bar",
    };
    const title = `${from.toFixed(2)} to ${to.toFixed(2)}: ${formatPercent(share)}`;
    return createSvg("rect", box, createSvg("title", {}, title));
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((value) =>
    createSvg("text", {
      x: value * WIDTH,
      y: BASE + 16,
      "text-anchor": anchorAt(value),
      class: "caption",
    }, String(value))
  );
  const axis = createSvg("path", { d: `M 0 ${BASE} H ${WIDTH}`, class: "axis" });
  return createSvg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "histogram", role: "img", "aria-label": label },
    ...drawn,
    axis,
    ...ticks,
    ...thresholdMark(threshold),
  );
}

function anchorAt(value: number): string {
  if (value === 0) return "start";
  return value === 1 ? "end" : "middle";
}

function thresholdMark(threshold: number | null): SVGElement[] {
  if (threshold === null) return [];
  const x = threshold * WIDTH;
  const text = {
    x: x - 5,
    y: 12,
    "text-anchor": x < WIDTH / 4 ? "start" : "end",
    class: "caption",
  };
  return [
    createSvg("path", { d: `M ${x} 2 V ${BASE}`, class: "threshold" }),
    createSvg("text", text, `threshold ${threshold}`),
  ];
}
