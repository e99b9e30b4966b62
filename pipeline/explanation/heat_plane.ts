import type { ImageSize } from "../pictures/png_data_url.ts";
import type { FrameHeat, HeatLayer } from "./frame_heat.ts";

/** Heat in each pixel of an image. */
export interface HeatPlane extends ImageSize {
  /** `[height, width]`, in [0, 1]; NaN where the network sees nothing. */
  readonly values: Float32Array;
}

/**
 * Spreads the heat of a frame over an image of the whole frame: bilinear between the centers of the
 * cells, in which the outermost ones reach to the edge; the mean where several layers lie.
 */
export function heatPlane(heat: FrameHeat, { width, height }: ImageSize): HeatPlane {
  const sums = new Float32Array(width * height);
  const counts = new Uint32Array(width * height);
  for (const layer of heat) {
    const rows = samplesAlong(height, { ...layer, from: layer.box.top, share: layer.box.height });
    const columns = samplesAlong(width, { ...layer, from: layer.box.left, share: layer.box.width });
    for (const row of rows) {
      for (const column of columns) {
        const pixel = row.pixel * width + column.pixel;
        sums[pixel]! += sample(layer, row, column);
        counts[pixel]!++;
      }
    }
  }
  return { width, height, values: sums.map((sum, pixel) => sum / counts[pixel]!) };
}

/** Between which cells a pixel lies, in one direction. */
interface Sample {
  readonly pixel: number;
  readonly before: number;
  readonly after: number;
  /** Share of the cell after it. */
  readonly share: number;
}

/** A side of a layer's square in an image. */
interface Extent extends Pick<HeatLayer, "grid" | "side" | "size"> {
  /** Where it begins, as a share of the image's extent. */
  readonly from: number;
  /** Its length, as a share of the image's extent. */
  readonly share: number;
}

/** Returns the pixels of an image that lie in a layer, in one direction. */
function samplesAlong(
  pixels: number,
  { from, share, grid, side, size }: Extent,
): Sample[] {
  const samples: Sample[] = [];
  for (let pixel = 0; pixel < pixels; pixel++) {
    const position = ((pixel + 0.5) / pixels - from) / share;
    if (position < 0 || position > 1) continue;
    const seen = position * size - 0.5;
    const cell = Math.min(side - 1, Math.max(0, (seen - grid.first) / grid.pitch));
    const before = Math.floor(cell);
    const after = Math.min(side - 1, before + 1);
    samples.push({ pixel, before, after, share: cell - before });
  }
  return samples;
}

function sample({ cells, side }: HeatLayer, row: Sample, column: Sample): number {
  const along = (line: number) => {
    const before = cells[line * side + column.before]!;
    return before + (cells[line * side + column.after]! - before) * column.share;
  };
  const above = along(row.before);
  return above + (along(row.after) - above) * row.share;
}
