/// <reference lib="dom" />
import { createElement } from "../dom/create_element.ts";
import { findElement } from "../dom/find_element.ts";
import { formatNumber } from "../text/format_number.ts";
import { formatPercent } from "../text/format_percent.ts";
import type { ClassScore } from "./class_scores.ts";
import type { ConfusionCell } from "./confusion_cell.ts";
import { describeCell } from "./describe_cell.ts";

/** Lists the classes with what they are taken for; the same as the matrix, in words. */
export class ClassTable {
  readonly #rows = findElement("class-rows");
  readonly #onOpen: (cell: ConfusionCell) => void;

  /** @param onOpen Called with the cell whose videos the reader wants to see. */
  constructor(onOpen: (cell: ConfusionCell) => void) {
    this.#onOpen = onOpen;
  }

  /** Shows the scores of the classes. */
  show(scores: readonly ClassScore[], classes: readonly string[]): void {
    this.#rows.replaceChildren(...scores.map(({ name, right, mistake }) => {
      const share = right.count / right.total;
      const bar = createElement("progress", { max: 1, value: share, "aria-hidden": "true" });
      const score = `${formatPercent(share)}`;
      return createElement(
        "tr",
        {},
        createElement("th", { scope: "row" }, name),
        createElement("td", {}, bar),
        createElement("td", { class: "number" }, this.#opener(right, { text: score, classes })),
        createElement("td", { class: "number" }, formatNumber(right.total)),
        createElement("td", {}, ...this.#mistake(mistake, classes)),
      );
    }));
  }

  #mistake(mistake: ConfusionCell | null, classes: readonly string[]): (Node | string)[] {
    if (mistake === null) return ["–"];
    const text = `${classes[mistake.answer]} (${formatNumber(mistake.count)})`;
    return [this.#opener(mistake, { text, classes })];
  }

  #opener(
    cell: ConfusionCell,
    { text, classes }: { readonly text: string; readonly classes: readonly string[] },
  ): Node | string {
    if (cell.count === 0) return text;
    const button = createElement("button", { type: "button", class: "link" }, text);
    button.title = `Show the videos: ${describeCell(cell, classes)}`;
    button.addEventListener("click", () => this.#onOpen(cell));
    return button;
  }
}
