import { isRecord } from "../config/is_record.ts";
import { NumberColumn } from "./number_column.ts";

/** Names that lead to numbers: those of a run of this program are a hundred. */
const MAX_FIELDS = 1024;

/** Fields in fields of a line. */
const MAX_DEPTH = 6;

/** A field of the lines, and the fields in it. */
interface Field {
  /** Names that lead to it, with dots between them. */
  readonly path: string;
  readonly inner: Map<string, Field>;
  column?: NumberColumn;
}

/** The numbers in lines of one kind, by name; each line is a row, in the order of their steps. */
export class NumberTable {
  readonly #steps = new NumberColumn();
  readonly #columns = new Map<string, NumberColumn>();
  readonly #root: Field = { path: "", inner: new Map() };
  #fields = 0;
  #isFull = false;
  #rows = 0;

  /** Whether some numbers were left out, as the lines have too many names. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Number of rows. */
  get rows(): number {
    return this.#rows;
  }

  /** Number of numbers that there is room for, whether they are there or not. */
  get size(): number {
    return this.#rows * (1 + this.#columns.size);
  }

  /** The columns by name: `lossTerms.contrast`, or `histogram.3` for an element of a list. */
  get columns(): ReadonlyMap<string, NumberColumn> {
    return this.#columns;
  }

  /** The step of a row; NaN if there is no such row. */
  stepOf(row: number): number {
    return this.#steps.at(row);
  }

  /** The step of the last row; 0 if there is none. */
  get lastStep(): number {
    return this.#rows === 0 ? 0 : this.stepOf(this.#rows - 1);
  }

  /** Returns the first row whose step is at least `step`; the number of rows if there is none. */
  rowFrom(step: number): number {
    let low = 0;
    let high = this.#rows;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.stepOf(middle) < step) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * Appends a row with all numbers of a line, those in fields of fields too.
   *
   * @param step At least the last one.
   */
  add(step: number, line: Readonly<Record<string, unknown>>): void {
    this.#addFields(line, this.#root, 0);
    this.#steps.set(this.#rows, step);
    this.#rows++;
  }

  #addFields(values: Readonly<Record<string, unknown>>, parent: Field, depth: number): void {
    for (const name of Object.keys(values)) {
      const value = values[name];
      if (typeof value === "number") {
        const column = this.#columnOf(this.#fieldOf(parent, name));
        if (Number.isFinite(value)) column?.set(this.#rows, value);
      } else if (isNested(value) && depth < MAX_DEPTH) {
        const field = this.#fieldOf(parent, name);
        if (field !== undefined) this.#addFields(value, field, depth + 1);
      }
    }
  }

  #columnOf(field: Field | undefined): NumberColumn | undefined {
    if (field === undefined || field.column !== undefined) return field?.column;
    const column = new NumberColumn();
    field.column = column;
    this.#columns.set(field.path, column);
    return column;
  }

  #fieldOf({ path, inner }: Field, name: string): Field | undefined {
    const known = inner.get(name);
    if (known !== undefined) return known;
    if (this.#fields === MAX_FIELDS) {
      this.#isFull = true;
      return undefined;
    }
    this.#fields++;
    const field = { path: path === "" ? name : `${path}.${name}`, inner: new Map() };
    inner.set(name, field);
    return field;
  }
}

/** Whether a value has fields or elements. */
function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) || Array.isArray(value);
}
