/// <reference lib="dom" />
import { createElement } from "../dom/create_element.ts";
import { setText } from "../dom/set_text.ts";
import { Chart, type ChartOptions, type ShownSteps } from "./chart.ts";
import { type Curve, type CurveRun, curvesOf } from "./curves_of.ts";
import { formatValue } from "./format_value.ts";
import type { Panel } from "./list_panels.ts";
import { swatchOf } from "./swatch_of.ts";
import { valueAt } from "./value_at.ts";
import { valueLimit } from "./value_limit.ts";

/** A curve's button in the legend, which shows or hides it. */
interface LegendEntry {
  readonly curve: Curve;
  readonly value: HTMLElement;
}

/** A chart with its title, its legend, and the choice of what to compare. */
export class ChartPanel {
  readonly element: HTMLElement;
  readonly #panel: Panel;
  readonly #chart: Chart;
  readonly #note = createElement("p", { class: "note", hidden: true });
  readonly #legend = createElement("ul", { class: "legend" });
  readonly #choice = createElement("select", { hidden: true });
  readonly #hidden = new Set<string>();
  #runs: readonly CurveRun[] = [];
  #steps: ShownSteps = { from: 0, to: 1 };
  #entries: readonly LegendEntry[] = [];
  #step: number | null = null;

  constructor(panel: Panel, options: Omit<ChartOptions, "unit">) {
    this.#panel = panel;
    this.#choice.ariaLabel = `${panel.title}: what to compare`;
    this.#choice.append(
      ...panel.quantities.map(({ name }) => createElement("option", {}, name)),
    );
    this.#choice.addEventListener("change", () => this.#update());
    const plot = createElement("div", { class: "plot", "aria-hidden": "true" });
    this.#legend.ariaLabel = `${panel.title}: curves`;
    const head = createElement(
      "figcaption",
      {},
      createElement("h3", {}, panel.title),
      this.#choice,
    );
    this.element = createElement(
      "figure",
      { class: "panel" },
      head,
      plot,
      this.#note,
      this.#legend,
    );
    this.#chart = new Chart(plot, { ...options, unit: panel.unit });
  }

  /** Shows the curves of runs. */
  show(runs: readonly CurveRun[], steps: ShownSteps): void {
    this.#runs = runs;
    this.#steps = steps;
    this.#choice.hidden = runs.length < 2 || this.#panel.quantities.length < 2;
    this.#update();
  }

  /** Draws the curves again, in the colors of the page as they are now. */
  redraw(): void {
    this.#chart.redraw();
  }

  /** Shows the values at a step; null for the last ones. */
  mark(step: number | null): void {
    this.#step = step;
    this.#chart.mark(step);
    this.#showValues();
  }

  #update(): void {
    const curves = curvesOf(this.#panel, this.#runs, { chosen: this.#choice.selectedIndex });
    const names = curves.map(({ name, style }) => [name, style]);
    const known = this.#entries.map(({ curve: { name, style } }) => [name, style]);
    if (JSON.stringify(names) === JSON.stringify(known)) {
      this.#entries = curves.flatMap((curve, index) => {
        const value = this.#entries[index]?.value;
        return value === undefined ? [] : [{ curve, value }];
      });
    } else {
      this.#drawLegend(curves);
    }
    this.#showValues();
    const shown = curves.filter(({ name }) => !this.#hidden.has(name));
    this.#chart.show(shown, this.#steps);
    this.#chart.mark(this.#step);
    this.#showNote(
      curves.length === 0 ? "There are no such numbers in these steps." : this.#noteOn(shown),
    );
  }

  #showNote(text: string): void {
    setText(this.#note, text);
    this.#note.hidden = text === "";
  }

  /** Says that values are not shown; empty if all are. */
  #noteOn(curves: readonly Curve[]): string {
    const { unit } = this.#panel;
    const values = curves.flatMap(({ max }) => max.filter((value) => value !== null));
    const highest = values.reduce((best, value) => Math.max(best, value), -Infinity);
    if (unit === "share" || highest <= valueLimit(curves)) return "";
    return `Single values are higher, up to ${formatValue(highest, unit)}.`;
  }

  #drawLegend(curves: readonly Curve[]): void {
    this.#entries = curves.map((curve) => ({
      curve,
      value: createElement("span", { class: "value" }),
    }));
    this.#legend.replaceChildren(...this.#entries.map((entry) => this.#legendItem(entry)));
  }

  #legendItem({ curve: { name, style }, value }: LegendEntry): HTMLLIElement {
    const label = createElement("span", {}, name);
    const button = createElement("button", { type: "button" }, swatchOf(style), label, value);
    button.ariaPressed = String(!this.#hidden.has(name));
    button.title = `Show or hide ${name}`;
    button.addEventListener("click", () => {
      if (!this.#hidden.delete(name)) this.#hidden.add(name);
      button.ariaPressed = String(!this.#hidden.has(name));
      this.#update();
    });
    return createElement("li", {}, button);
  }

  #showValues(): void {
    for (const { curve, value } of this.#entries) {
      const shown = valueAt(curve, this.#step ?? Infinity);
      setText(value, shown === null ? "–" : formatValue(shown, this.#panel.unit));
    }
  }
}
