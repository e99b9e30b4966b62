/// <reference lib="dom" />
import type { SeriesAnswer } from "../../api.ts";
import { findElement } from "../dom/find_element.ts";
import { setText } from "../dom/set_text.ts";
import { formatNumber } from "../text/format_number.ts";
import type { ShownSteps } from "./chart.ts";
import { ChartPanel } from "./chart_panel.ts";
import type { CurveRun } from "./curves_of.ts";
import { listPanels, type Panel } from "./list_panels.ts";

const NO_STEPS = "No step is done yet; the curves begin with the first one.";

/** Shows the curves of all runs that are chosen. */
export class ChartsSection {
  readonly #empty = findElement("charts-empty");
  readonly #problem = findElement("charts-problem");
  readonly #tools = findElement("charts-tools");
  readonly #grid = findElement("charts-grid");
  readonly #from = findElement("charts-from", HTMLInputElement);
  readonly #to = findElement("charts-to", HTMLInputElement);
  readonly #whole = findElement("charts-whole", HTMLButtonElement);
  readonly #slider = findElement("charts-step", HTMLInputElement);
  readonly #shownStep = findElement("charts-shown-step");
  readonly #onRange: () => void;
  #panels = new Map<string, ChartPanel>();
  #range: ShownSteps | null = null;
  /** The step whose values are shown; null for the last one, also when the run goes ahead. */
  #step: number | null = null;

  /** @param onRange Called when the reader has chosen other steps. */
  constructor(onRange: () => void) {
    this.#onRange = onRange;
    this.#from.addEventListener("change", () => this.#readRange());
    this.#to.addEventListener("change", () => this.#readRange());
    this.#whole.addEventListener("click", () => this.#setRange(null));
    this.#slider.addEventListener("input", () => this.#readSlider());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#redraw());
  }

  /** The steps that the reader has chosen; null for the whole run. */
  get range(): ShownSteps | null {
    return this.#range;
  }

  /** Forgets what the reader has chosen, as another run has other steps. */
  reset(): void {
    this.#range = null;
    this.#step = null;
  }

  /** Shows the curves of runs; without any, says why. */
  show(runs: readonly CurveRun[]): void {
    const panels = listPanels(runs.map(({ series }) => series));
    const hasSteps = runs.some(({ series }) => series.lastStep > 0);
    this.#empty.hidden = panels.length > 0;
    setText(this.#empty, hasSteps ? "There are no numbers of these steps." : NO_STEPS);
    this.#tools.hidden = !hasSteps;
    this.#showProblems(runs);
    this.#showPanels(panels);
    if (!hasSteps) return;
    const steps = this.#showRange(runs.map(({ series }) => series));
    for (const panel of this.#panels.values()) panel.show(runs, steps);
  }

  /** Says of which runs lines of the metrics are missing in the curves. */
  #showProblems(runs: readonly CurveRun[]): void {
    const problems = runs.flatMap(({ name, series: { problem } }) => {
      return problem === null ? [] : [`${name}: ${problem}.`];
    });
    setText(this.#problem, problems.join(" "));
    this.#problem.hidden = problems.length === 0;
  }

  #showPanels(panels: readonly Panel[]): void {
    const key = (panel: Panel) => JSON.stringify(panel);
    const keys = panels.map(key);
    if (JSON.stringify(keys) === JSON.stringify([...this.#panels.keys()])) return;
    this.#panels = new Map(panels.map((panel) => [
      key(panel),
      this.#panels.get(key(panel)) ?? this.#createPanel(panel),
    ]));
    this.#grid.replaceChildren(...Array.from(this.#panels.values(), ({ element }) => element));
  }

  #createPanel(panel: Panel): ChartPanel {
    return new ChartPanel(panel, {
      onPoint: (step) => this.#mark(step),
      onSelect: (steps) => this.#setRange(steps),
    });
  }

  #redraw(): void {
    for (const panel of this.#panels.values()) panel.redraw();
  }

  #showRange(series: readonly SeriesAnswer[]): ShownSteps {
    const first = Math.min(...series.map(({ firstStep }) => firstStep));
    const last = Math.max(...series.map(({ lastStep }) => lastStep));
    for (const field of [this.#from, this.#to]) {
      field.min = String(first);
      field.max = String(last);
    }
    const { from, to } = this.#range ?? { from: first, to: last };
    if (document.activeElement !== this.#from) this.#from.value = String(from);
    if (document.activeElement !== this.#to) this.#to.value = String(to);
    this.#whole.disabled = this.#range === null;
    this.#slider.min = String(from);
    this.#slider.max = String(to);
    this.#showStep();
    return { from, to };
  }

  #readRange(): void {
    const from = Math.max(0, this.#from.valueAsNumber);
    const to = this.#to.valueAsNumber;
    const isRange = Number.isInteger(from) && Number.isInteger(to) && from < to;
    this.#to.setCustomValidity(isRange ? "" : "The last step must be after the first one.");
    if (isRange) this.#setRange({ from, to });
    else this.#to.reportValidity();
  }

  #setRange(range: ShownSteps | null): void {
    this.#range = range;
    this.#onRange();
  }

  #readSlider(): void {
    this.#mark(this.#slider.value === this.#slider.max ? null : this.#slider.valueAsNumber);
  }

  #mark(step: number | null): void {
    if (step === this.#step) return;
    this.#step = step;
    this.#showStep();
    for (const panel of this.#panels.values()) panel.mark(step);
  }

  #showStep(): void {
    this.#slider.value = this.#step === null ? this.#slider.max : String(this.#step);
    const text = this.#step === null ? "last" : formatNumber(this.#step);
    setText(this.#shownStep, text);
    this.#slider.setAttribute(
      "aria-valuetext",
      this.#step === null ? "the last step" : `step ${text}`,
    );
  }
}
