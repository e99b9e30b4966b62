import type { StrongOperationName } from "../clip.ts";
import type { InverseTransform } from "./_transform_frames.ts";

type TransformOf = (magnitude: number, height: number, width: number) => InverseTransform;

/** The operations that move pixels, as maps from the result to the source in pixels of the frame. */
export const GEOMETRIC_OPERATIONS = {
  rotate(degrees, height, width) {
    const x = (width - 1) / 2;
    const y = (height - 1) / 2;
    const cosine = Math.cos(degrees * Math.PI / 180);
    const sine = Math.sin(degrees * Math.PI / 180);
    return [cosine, -sine, x - cosine * x + sine * y, sine, cosine, y - sine * x - cosine * y];
  },
  // The top left corner of the frame, half a pixel before the first center, does not move.
  shearX: (factor) => [1, factor, 0.5 * factor, 0, 1, 0],
  shearY: (factor) => [1, 0, 0, factor, 1, 0.5 * factor],
  // By whole pixels, as torchvision does.
  translateX: (share, _height, width) => [1, 0, -Math.trunc(share * width), 0, 1, 0],
  translateY: (share, height) => [1, 0, 0, 0, 1, -Math.trunc(share * height)],
} satisfies Partial<Record<StrongOperationName, TransformOf>>;

/** The name of an operation that moves pixels. */
export type GeometricOperationName = keyof typeof GEOMETRIC_OPERATIONS;

/** Whether an operation moves pixels. */
export function isGeometric(name: StrongOperationName): name is GeometricOperationName {
  return Object.hasOwn(GEOMETRIC_OPERATIONS, name);
}
