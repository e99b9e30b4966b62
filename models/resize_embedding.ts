/** An embedding [1, rows, width] that a file holds for other clips. */
export interface EmbeddingSize {
  /** What its rows stand for: a token and then a square of `spatial` patches, or `temporal` positions. */
  readonly rows: "spatial" | "temporal";
  /** Rows in the file. */
  readonly from: number;
  /** Rows that the network wants. */
  readonly to: number;
}

/**
 * Whether {@link resizeEmbedding} can make one shape out of another: width kept, and places a square
 * behind the class token.
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
 * An embedding for clips of another size or number of frames: each row is the nearest of the file's, as
 * the official TimeSformer takes it for clips of another size (`forward_features` in vit.py). Places are
 * resized as a square, behind the class token's row, which stays.
 *
 * The official `load_pretrained` (helpers.py) resizes times alike, but places as one row of patches,
 * line after line: the embeddings of a line then come to stand in others. That is not followed.
 *
 * @param values [1, from, width]
 * @returns [1, to, width]
 */
export function resizeEmbedding(
  values: Float32Array,
  { rows, from, to }: EmbeddingSize,
): Float32Array<ArrayBuffer> {
  const width = values.length / from;
  const result = new Float32Array(to * width);
  const order = rows === "temporal" ? nearest(from, to) : nearestPlaces(from, to);
  order.forEach((source, row) => {
    result.set(values.subarray(source * width, (source + 1) * width), row * width);
  });
  return result;
}

/** For each row that is wanted the row of the file; row 0 is the class token's. */
function nearestPlaces(from: number, to: number): number[] {
  const fromSide = Math.sqrt(from - 1);
  const toSide = Math.sqrt(to - 1);
  const line = nearest(fromSide, toSide);
  return [0, ...line.flatMap((y) => line.map((x) => 1 + y * fromSide + x))];
}

/** The sources of `F.interpolate(mode="nearest")`, which multiplies in single precision. */
function nearest(from: number, to: number): number[] {
  const scale = Math.fround(from / to);
  return Array.from(
    { length: to },
    (_, index) => Math.min(Math.floor(Math.fround(index * scale)), from - 1),
  );
}
