const FIRST_CAPACITY = 64;

/** Numbers that are appended, by row; NaN where a row has none. */
export class NumberColumn {
  #values = new Float64Array(FIRST_CAPACITY).fill(NaN);

  /** Sets the number of a row. */
  set(row: number, value: number): void {
    if (row >= this.#values.length) this.#grow(row);
    this.#values[row] = value;
  }

  /** The number of a row; NaN if it has none. */
  at(row: number): number {
    return this.#values[row] ?? NaN;
  }

  #grow(row: number): void {
    const values = new Float64Array(2 * row).fill(NaN);
    values.set(this.#values);
    this.#values = values;
  }
}
