/** Options of {@linkcode resizeEmbedding}, for an embedding [1, rows, width]. */
export interface EmbeddingSize {
  /**
   * What its rows are: the class token and then a square of `spatial` positions, or `temporal`
   * positions.
   */
  readonly rows: "spatial" | "temporal";
  /** Rows in the file. */
  readonly from: number;
  /** Rows that the network needs. */
  readonly to: number;
}

/**
 * Whether {@linkcode resizeEmbedding} can resize an embedding of shape `from` to `to`: both have
 * the same width, and spatial positions are a square after the class token.
 */
export function isResizable(
  rows: EmbeddingSize["rows"],
  from: readonly number[],
  to: readonly number[],
): boolean {
  if (from.length !== 3 || from[0] !== 1 || from[2] !== to[2]) return false;
  const count = from[1]!;
  return hasRows(rows, count);
}

/** Whether an embedding can have so many rows. */
function hasRows(rows: EmbeddingSize["rows"], count: number): boolean {
  if (rows === "temporal") return Number.isInteger(count) && count >= 1;
  return count >= 2 && Number.isInteger(Math.sqrt(count - 1));
}

function checkRows(values: Float32Array, { rows, from, to }: EmbeddingSize): void {
  for (const [field, count] of Object.entries({ from, to })) {
    if (hasRows(rows, count)) continue;
    const wanted = rows === "temporal" ? "a whole number of at least 1" : "1 more than a square";
    throw new RangeError(
      `Cannot resize an embedding as '${field}' must be ${wanted}: current value is ${count}`,
    );
  }
  if (values.length % from === 0) return;
  throw new RangeError(
    `Cannot resize an embedding as its length must be a multiple of its ${from} rows: ` +
      `current value is ${values.length}`,
  );
}

/**
 * Resizes an embedding for clips of another size or number of frames: each row is copied from the
 * nearest row of the file, as the official TimeSformer does for clips of another size
 * (`forward_features` in vit.py). Spatial positions are resized as a square; the class token's row
 * before them stays.
 *
 * The official `load_pretrained` (helpers.py) does the same to temporal positions, but treats all
 * spatial ones as a single line, so that embeddings of one line of patches end up in another. This
 * function does not.
 *
 * @param values [1, from, width]
 * @returns [1, to, width]
 * @throws {RangeError} If the values do not divide into the rows, or spatial positions are not a
 * square after the class token.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { resizeEmbedding } from "@actnetformer/deno/models";
 *
 * const values = Float32Array.of(1, 2);
 * const resized = resizeEmbedding(values, { rows: "temporal", from: 2, to: 4 });
 * assert.deepEqual(Array.from(resized), [1, 1, 2, 2]);
 * ```
 */
export function resizeEmbedding(
  values: Float32Array,
  { rows, from, to }: EmbeddingSize,
): Float32Array<ArrayBuffer> {
  checkRows(values, { rows, from, to });
  const width = values.length / from;
  const result = new Float32Array(to * width);
  const order = rows === "temporal" ? nearest(from, to) : nearestPositions(from, to);
  order.forEach((source, row) => {
    result.set(values.subarray(source * width, (source + 1) * width), row * width);
  });
  return result;
}

/** Returns the row of the file for each row that the network needs; row 0 is the class token's. */
function nearestPositions(from: number, to: number): number[] {
  const fromSide = Math.sqrt(from - 1);
  const toSide = Math.sqrt(to - 1);
  const sources = nearest(fromSide, toSide);
  return [0, ...sources.flatMap((y) => sources.map((x) => 1 + y * fromSide + x))];
}

/**
 * Returns the source indices of `F.interpolate(mode="nearest")`, which multiplies in single
 * precision.
 */
function nearest(from: number, to: number): number[] {
  const scale = Math.fround(from / to);
  return Array.from(
    { length: to },
    (_, index) => Math.min(Math.floor(Math.fround(index * scale)), from - 1),
  );
}
