/// <reference lib="dom" />
import type { AnswererScores } from "../../api.ts";
import { createSvg } from "../dom/create_svg.ts";
import { findElement } from "../dom/find_element.ts";
import { onResize } from "../dom/on_resize.ts";
import { setText } from "../dom/set_text.ts";
import { cellInk } from "./cell_ink.ts";
import { type ConfusionCell, confusionCell } from "./confusion_cell.ts";
import { describeCell } from "./describe_cell.ts";
import { layoutMatrix, type MatrixLayout } from "./matrix_layout.ts";

/** What a key does with the chosen cell: by how many rows and columns it moves. */
const MOVES: ReadonlyMap<string, readonly [rows: number, columns: number]> = new Map([
  ["ArrowUp", [-1, 0]],
  ["ArrowDown", [1, 0]],
  ["ArrowLeft", [0, -1]],
  ["ArrowRight", [0, 1]],
]);

/** A matrix whose cells are chosen by the mouse, or by the arrow keys. */
export class ConfusionMatrix {
  readonly #frame = findElement("matrix");
  readonly #drawing = findElement("matrix-drawing", SVGSVGElement);
  readonly #words = findElement("matrix-words");
  readonly #onOpen: (cell: ConfusionCell) => void;
  readonly #cursor = createSvg("rect", { class: "cursor" });
  #classes: readonly string[] = [];
  #confusion: AnswererScores["confusion"] = [];
  #layout: MatrixLayout | undefined;
  #width = 0;
  #row = 0;
  #column = 0;

  /** @param onOpen Called with the cell whose videos the reader wants to see. */
  constructor(onOpen: (cell: ConfusionCell) => void) {
    this.#onOpen = onOpen;
    onResize(this.#frame, (width) => {
      this.#width = width;
      this.#draw();
    });
    this.#frame.addEventListener("keydown", (event) => this.#press(event));
    this.#frame.addEventListener("focus", () => this.#point());
    this.#drawing.addEventListener("pointermove", (event) => this.#follow(event));
    this.#drawing.addEventListener("click", (event) => {
      if (this.#follow(event)) this.#open();
    });
  }

  /** Shows counts by true and most probable class. */
  show(confusion: AnswererScores["confusion"], classes: readonly string[]): void {
    this.#confusion = confusion;
    this.#classes = classes;
    this.#row = Math.min(this.#row, Math.max(0, classes.length - 1));
    this.#column = Math.min(this.#column, Math.max(0, classes.length - 1));
    this.#draw();
  }

  #draw(): void {
    if (this.#width === 0 || this.#classes.length === 0) return;
    const layout = layoutMatrix(this.#classes, this.#width);
    this.#layout = layout;
    this.#drawing.setAttribute("viewBox", `0 0 ${layout.width} ${layout.height}`);
    this.#drawing.setAttribute("width", String(layout.width));
    this.#drawing.setAttribute("height", String(layout.height));
    this.#drawing.replaceChildren(
      drawGrid(layout, this.#classes.length),
      ...this.#confusion.flatMap((row, label) => drawRow(row, { label, layout })),
      ...drawNames(this.#classes, layout),
      this.#cursor,
    );
    this.#placeCursor();
  }

  #press(event: KeyboardEvent): void {
    const move = MOVES.get(event.key);
    const isOpening = event.key === "Enter" || event.key === " ";
    if (move === undefined && !isOpening) return;
    event.preventDefault();
    if (move === undefined) return this.#open();
    const last = this.#classes.length - 1;
    this.#row = Math.min(last, Math.max(0, this.#row + move[0]));
    this.#column = Math.min(last, Math.max(0, this.#column + move[1]));
    this.#point();
  }

  /** Chooses the cell under the mouse; false if there is none. */
  #follow({ offsetX, offsetY }: MouseEvent): boolean {
    if (this.#layout === undefined) return false;
    const { left, top, cell } = this.#layout;
    const row = Math.floor((offsetY - top) / cell);
    const column = Math.floor((offsetX - left) / cell);
    const isInside = (index: number) => index >= 0 && index < this.#classes.length;
    if (!isInside(row) || !isInside(column)) return false;
    if (row !== this.#row || column !== this.#column) {
      this.#row = row;
      this.#column = column;
      this.#point();
    }
    return true;
  }

  #point(): void {
    this.#placeCursor();
    setText(this.#words, describeCell(this.#cell(), this.#classes));
  }

  #placeCursor(): void {
    if (this.#layout === undefined) return;
    const { left, top, cell } = this.#layout;
    const place = { x: left + this.#column * cell, y: top + this.#row * cell };
    for (const [name, value] of Object.entries({ ...place, width: cell, height: cell })) {
      this.#cursor.setAttribute(name, String(value));
    }
  }

  #open(): void {
    const cell = this.#cell();
    if (cell.count > 0) this.#onOpen(cell);
  }

  #cell(): ConfusionCell {
    return confusionCell(this.#confusion, this.#row, { answer: this.#column });
  }
}

/** Draws lines between the cells; around small ones only, which they would hide. */
function drawGrid({ left, top, cell, hasLines }: MatrixLayout, classes: number): SVGPathElement {
  const side = cell * classes;
  const step = hasLines ? 1 : classes;
  const lines = Array.from({ length: classes / step + 1 }, (_, index) => {
    const distance = index * step * cell;
    return `M ${left} ${top + distance} h ${side} M ${left + distance} ${top} v ${side}`;
  });
  return createSvg("path", { d: lines.join(" "), class: "grid" });
}

function drawRow(
  row: readonly number[],
  { label, layout }: { readonly label: number; readonly layout: MatrixLayout },
): SVGElement[] {
  const { left, top, cell, hasCounts } = layout;
  const total = row.reduce((sum, count) => sum + count, 0);
  return row.flatMap((count, answer) => {
    if (count === 0) return [];
    const { opacity, isInverted } = cellInk(count / total);
    const place = { x: left + answer * cell, y: top + label * cell };
    const box = createSvg("rect", {
      ...place,
      width: cell,
      height: cell,
      class: answer === label ? "right" : "wrong",
      "fill-opacity": opacity,
    });
    if (!hasCounts) return [box];
    const middle = { x: place.x + cell / 2, y: place.y + cell / 2 + 4 };
    const ink = isInverted ? "count inverted" : "count";
    return [box, createSvg("text", { ...middle, class: ink }, String(count))];
  });
}

/** Writes the names of the true classes beside the rows, and those of the answers above. */
function drawNames(classes: readonly string[], layout: MatrixLayout): SVGElement[] {
  const { left, top, cell, nameLength } = layout;
  if (nameLength === 0) return [];
  return classes.flatMap((name, index) => {
    const shown = name.length > nameLength ? `${name.slice(0, nameLength - 1)}…` : name;
    const middle = (index + 0.5) * cell + 4;
    const tip = createSvg("title", {}, name);
    const row = createSvg("text", { x: left - 6, y: top + middle, class: "row" }, shown, tip);
    const place = `translate(${left + middle} ${top - 6}) rotate(-90)`;
    return [
      row,
      createSvg("text", { transform: place, class: "column" }, shown, tip.cloneNode(true)),
    ];
  });
}
