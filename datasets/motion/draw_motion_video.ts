import { drawAppearance } from "./_draw_appearance.ts";
import { type Draws, drawsOf } from "./_keyed_random.ts";
import {
  MOTION_CLASSES,
  MOTION_FRAME_COUNT,
  MOTION_SPLITS,
  type MotionClass,
  type MotionSplit,
} from "./constants.ts";
import { drawTrajectory, type ShapePose } from "./_draw_trajectory.ts";

/** Which video of the built-in dataset to draw. */
export interface MotionVideoOptions {
  /** What moves how. */
  readonly className: MotionClass;
  /** Part of the dataset; the same index in the other part is another video. */
  readonly split: MotionSplit;
  /** Number of the video within its class and part, from 0. */
  readonly index: number;
  /** Seed of the whole dataset, a 32-bit integer. */
  readonly seed: number;
  /** Width and height in pixels. */
  readonly size: number;
}

/**
 * Draws one video of the built-in dataset: a shape that moves as its class says, on a textured
 * background under a drifting, noisy camera. Left and right edge are joined, top and bottom too.
 *
 * A pure function of its integers: nothing but the four basic operations, square roots and 32-bit
 * integer arithmetic is used, all of which IEEE 754 and ECMAScript fix to the last bit, so the
 * pixels are the same on every machine.
 *
 * @returns RGB bytes, `[MOTION_FRAME_COUNT, size, size, 3]`.
 */
export function drawMotionVideo(options: MotionVideoOptions): Uint8Array<ArrayBuffer> {
  const { className, split, index, seed, size } = options;
  const keys = [seed, MOTION_SPLITS.indexOf(split), MOTION_CLASSES.indexOf(className), index];
  const poses = drawTrajectory(className, drawsOf([...keys, 0]));
  const appearance = drawAppearance(drawsOf([...keys, 1]));
  const noise = drawsOf([...keys, 2]);
  const frames = new Uint8Array(MOTION_FRAME_COUNT * size * size * 3);
  let offset = 0;
  for (const [frame, pose] of poses.entries()) {
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const x = (column + 0.5) / size;
        const y = (row + 0.5) / size;
        const across = nearest(x - pose.x) / pose.radius;
        const down = nearest(y - pose.y) / pose.radius;
        const cover = coverage(appearance.depth(across, down), pose, size);
        const back = appearance.backgroundColor(
          x - appearance.drift[0] * frame,
          y - appearance.drift[1] * frame,
        );
        const front = cover > 0 ? appearance.shapeColor(across, down) : back;
        const grain = drawGrain(noise, appearance.noise);
        for (let channel = 0; channel < 3; channel++) {
          const clean = back[channel]! + (front[channel]! - back[channel]!) * cover;
          frames[offset++] = Math.max(0, Math.min(255, Math.round(clean + grain[channel]!)));
        }
      }
    }
  }
  return frames;
}

/** Distance on a ring of length 1, in [-0.5, 0.5). */
function nearest(distance: number): number {
  return distance - Math.floor(distance + 0.5);
}

/** Share of a pixel that the shape covers, from the depth of the pixel's center. */
function coverage(depth: number, pose: ShapePose, size: number): number {
  return Math.max(0, Math.min(1, 0.5 + depth * pose.radius * size));
}

/** Noise of the three channels of one pixel, each uniform in [-amplitude, amplitude). */
function drawGrain(draws: Draws, amplitude: number): readonly [number, number, number] {
  const bits = draws.bits();
  const scale = amplitude / 512;
  return [
    ((bits & 0x3ff) - 512) * scale,
    (((bits >>> 10) & 0x3ff) - 512) * scale,
    (((bits >>> 20) & 0x3ff) - 512) * scale,
  ];
}
