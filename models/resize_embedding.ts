/** How {@linkcode resizeEmbedding} resizes an embedding [1, rows, width]. */
export interface EmbeddingSize {
  /** What its rows are: the class token and then a square of `spatial` positions, or `temporal` positions. */
  readonly rows: "spatial" | "temporal";
  /** Rows in the file. */
  readonly from: number;
  /** Rows that the network needs. */
  readonly to: number;
}

/**
 * Returns whether {@linkcode resizeEmbedding} can make one shape out of another: the width is the same,
 * and spatial positions are a square after the class token.
 */
export function isResizable(
  rows: EmbeddingSize["rows"],
  from: readonly number[],
  to: readonly number[],
): boolean {
  if (from.length !== 3 || from[0] !== 1 || from[2] !== to[2]) return false;
  const count = from[1]!;
  return rows === "temporal" ? count >= 1 : count >= 2 && Number.isInteger(Math.sqrt(count - 1));
}

/**
 * Resizes an embedding for clips of another size or number of frames: each row is the nearest one of the
 * file, as in the official TimeSformer for clips of another size (`forward_features` in vit.py). Spatial
 * positions are resized as a square; the class token's row before them stays.
 *
 * The official `load_pretrained` (helpers.py) does the same to temporal positions, but resizes spatial
 * ones as a single row of patches, line after line, so that embeddings of one line end up in others. That
 * is not followed.
 *
 * @param values [1, from, width]
 * @returns [1, to, width]
 *
 * @example
 * ```ts
 * import { resizeEmbedding } from "@actnetformer/deno/models";
 * import assert from "node:assert/strict";
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
  const width = values.length / from;
  const result = new Float32Array(to * width);
  const order = rows === "temporal" ? nearest(from, to) : nearestPositions(from, to);
  order.forEach((source, row) => {
    result.set(values.subarray(source * width, (source + 1) * width), row * width);
  });
  return result;
}

/** The row of the file for each row that the network needs; row 0 is the class token's. */
function nearestPositions(from: number, to: number): number[] {
  const fromSide = Math.sqrt(from - 1);
  const toSide = Math.sqrt(to - 1);
  const sources = nearest(fromSide, toSide);
  return [0, ...sources.flatMap((y) => sources.map((x) => 1 + y * fromSide + x))];
}

/** The sources of `F.interpolate(mode="nearest")`, which multiplies in single precision. */
function nearest(from: number, to: number): number[] {
  const scale = Math.fround(from / to);
  return Array.from(
    { length: to },
    (_, index) => Math.min(Math.floor(Math.fround(index * scale)), from - 1),
  );
}
