/// <reference lib="dom" />
import type { ListedRun } from "../../api.ts";
import { curveStyle } from "../charts/curve_style.ts";
import { swatchOf } from "../charts/swatch_of.ts";
import { createElement } from "../dom/create_element.ts";
import { findElement } from "../dom/find_element.ts";
import { setText } from "../dom/set_text.ts";
import { formatNumber } from "../text/format_number.ts";
import { formatPercent } from "../text/format_percent.ts";
import type { ChosenRuns } from "../choice/chosen_runs.ts";
import { stateWord } from "./describe_state.ts";

/** Options of {@linkcode RunTable}. */
export interface RunTableOptions {
  /** Called with the key of a run whose curves are to be shown, or hidden. */
  readonly onToggle: (key: string) => void;
  /** Called with the key of a run that is to be shown in detail. */
  readonly onOpen: (key: string) => void;
}

/** Lists the runs, to choose which are shown. */
export class RunTable {
  readonly #options: RunTableOptions;
  readonly #empty = findElement("runs-empty");
  readonly #table = findElement("runs-table");
  readonly #rows = findElement("runs-rows");
  readonly #count = findElement("runs-count");
  readonly #details = findElement("runs-details", HTMLDetailsElement);
  /** The cells of the steps, by the key of the run. */
  readonly #steps = new Map<string, HTMLElement>();
  #shown = "";

  constructor(options: RunTableOptions) {
    this.#options = options;
  }

  /** Shows the runs, and which of them are chosen. */
  show(runs: readonly ListedRun[], chosen: ChosenRuns): void {
    this.#empty.hidden = runs.length > 0;
    this.#table.hidden = runs.length === 0;
    const shown = JSON.stringify([runs, chosen]);
    if (shown === this.#shown) return;
    // A list of one run is seen in the header already.
    if (this.#shown === "" || runs.length === 0) this.#details.open = runs.length !== 1;
    this.#shown = shown;
    setText(this.#count, String(runs.length));
    const focused = document.activeElement?.id;
    this.#steps.clear();
    this.#rows.replaceChildren(...runs.map((run, index) => this.#row(run, { index, chosen })));
    if (focused?.startsWith(ID)) document.getElementById(focused)?.focus();
  }

  /** Shows how far the runs are, without making their rows again, which may be in use. */
  showSteps(runs: readonly ListedRun[]): void {
    for (const run of runs) {
      const cell = this.#steps.get(run.key);
      if (cell !== undefined) setText(cell, stepsOf(run));
    }
  }

  #row(
    run: ListedRun,
    { index, chosen }: { readonly index: number; readonly chosen: ChosenRuns },
  ): HTMLTableRowElement {
    const { key, name, state, tag } = run;
    const isCurrent = key === chosen.current;
    const position = chosen.shown.indexOf(key);
    const steps = createElement("td", { class: "number" }, stepsOf(run));
    this.#steps.set(key, steps);
    const open = createElement("button", {
      type: "button",
      id: `${ID}open-${index}`,
      class: "link",
      "aria-current": isCurrent ? "true" : undefined,
    }, name);
    open.addEventListener("click", () => this.#options.onOpen(key));
    const title = createElement("th", { scope: "row" }, open);
    if (tag !== null) title.append(createElement("span", { class: "muted" }, ` ${tag}`));
    return createElement(
      "tr",
      { class: isCurrent ? "current" : undefined },
      createElement("td", {}, this.#box(run, { id: `${ID}show-${index}`, position, isCurrent })),
      title,
      createElement(
        "td",
        {},
        createElement("span", { class: `state ${state}` }, stateWord(run)),
      ),
      steps,
      createElement("td", {}, run.data ?? "–"),
      createElement("td", {}, run.method ?? "–"),
      createElement(
        "td",
        { class: "number" },
        run.labeled === null ? "–" : formatNumber(run.labeled),
      ),
      createElement("td", { class: "number" }, bestOf(run)),
    );
  }

  /** The box that shows a run's curves, with a piece of its lines. */
  #box(
    { key, name }: ListedRun,
    { id, position, isCurrent }: {
      readonly id: string;
      readonly position: number;
      readonly isCurrent: boolean;
    },
  ): HTMLLabelElement {
    const isShown = position >= 0;
    const box = createElement("input", { type: "checkbox", id, disabled: isCurrent });
    box.ariaLabel = `Show the curves of ${name}`;
    box.checked = isShown;
    box.addEventListener("change", () => this.#options.onToggle(key));
    const label = createElement("label", { class: "box" }, box);
    if (isShown) label.append(swatchOf(curveStyle(position)));
    return label;
  }
}

/** Begins the ids of what can be focused in the table. */
const ID = "run-";

function stepsOf({ steps, totalSteps }: ListedRun): string {
  const total = totalSteps === null ? "" : ` of ${formatNumber(totalSteps)}`;
  return `${formatNumber(steps)}${total}`;
}

/** Top-1 over the test videos, of the answerer that did best. */
function bestOf({ test }: ListedRun): string {
  const scores = Object.values(test ?? {});
  return scores.length === 0 ? "–" : formatPercent(Math.max(...scores));
}
