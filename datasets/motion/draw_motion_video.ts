import {
  MOTION_CLASSES,
  MOTION_FRAME_COUNT,
  MOTION_SPLITS,
  type MotionClass,
  type MotionSplit,
} from "./constants.ts";
import { type Appearance, type Color, drawAppearance } from "./_draw_appearance.ts";
import { drawTrajectory, type ShapePose } from "./_draw_trajectory.ts";
import { type KeyedRandom, keyedRandom } from "./_keyed_random.ts";

/** Options of {@linkcode drawMotionVideo}: which video of the built-in data set to draw. */
export interface MotionVideoOptions {
  /** What moves how. */
  readonly className: MotionClass;
  /** Part of the data set; the same index in the other part is another video. */
  readonly split: MotionSplit;
  /** Number of the video within its class and part, from 0. */
  readonly index: number;
  /** Seed of the whole data set, a 32-bit integer. */
  readonly seed: number;
  /** Width and height in pixels. */
  readonly size: number;
}

/**
 * Draws one video of the built-in data set: a shape that moves as its class says, on a textured
 * background under a drifting, noisy camera. Left and right edge are joined, top and bottom too.
 *
 * A pure function of its integers: nothing but the four basic operations, square roots and 32-bit
 * integer arithmetic is used, all of which IEEE 754 and ECMAScript fix to the last bit, so the
 * pixels are the same on every machine.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { drawMotionVideo, MOTION_FRAME_COUNT } from "@actnetformer/deno/datasets";
 *
 * const video = { className: "orbit", split: "train", index: 0, seed: 1, size: 16 } as const;
 * const pixels = drawMotionVideo(video);
 * assert.equal(pixels.length, MOTION_FRAME_COUNT * 16 * 16 * 3);
 * assert.deepEqual(drawMotionVideo(video), pixels);
 * ```
 *
 * @returns RGB bytes, `[MOTION_FRAME_COUNT, size, size, 3]`.
 */
export function drawMotionVideo(options: MotionVideoOptions): Uint8Array<ArrayBuffer> {
  const { className, split, index, seed, size } = options;
  const keys = [seed, MOTION_SPLITS.indexOf(split), MOTION_CLASSES.indexOf(className), index];
  const poses = drawTrajectory(className, keyedRandom([...keys, 0]));
  const appearance = drawAppearance(keyedRandom([...keys, 1]));
  const noise = keyedRandom([...keys, 2]);
  const pixels = new Uint8Array(MOTION_FRAME_COUNT * size * size * 3);
  const frameBytes = size * size * 3;
  for (const [frame, pose] of poses.entries()) {
    const target = pixels.subarray(frame * frameBytes, (frame + 1) * frameBytes);
    drawFrame(target, { frame, pose, appearance, noise, size });
  }
  return pixels;
}

/** What a frame shows. */
interface Scene {
  readonly frame: number;
  readonly pose: ShapePose;
  readonly appearance: Appearance;
  readonly noise: KeyedRandom;
  readonly size: number;
}

/** Draws one frame into `[size, size, 3]` bytes. */
function drawFrame(target: Uint8Array, scene: Scene): void {
  const { frame, pose, appearance, noise, size } = scene;
  let offset = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const x = (column + 0.5) / size;
      const y = (row + 0.5) / size;
      const across = wrapDistance(x - pose.x) / pose.radius;
      const down = wrapDistance(y - pose.y) / pose.radius;
      const cover = coverage(appearance.depth(across, down), pose, size);
      const back = appearance.backgroundColor(
        x - appearance.drift[0] * frame,
        y - appearance.drift[1] * frame,
      );
      const front = cover > 0 ? appearance.shapeColor(across, down) : back;
      const grain = drawGrain(noise, appearance.noise);
      target[offset] = toByte(back[0] + (front[0] - back[0]) * cover + grain[0]);
      target[offset + 1] = toByte(back[1] + (front[1] - back[1]) * cover + grain[1]);
      target[offset + 2] = toByte(back[2] + (front[2] - back[2]) * cover + grain[2]);
      offset += 3;
    }
  }
}

function toByte(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}

/** Returns a distance on a ring of length 1, in [-0.5, 0.5). */
function wrapDistance(distance: number): number {
  return distance - Math.floor(distance + 0.5);
}

/** Computes the share of a pixel that the shape covers, from the depth of the pixel's center. */
function coverage(depth: number, pose: ShapePose, size: number): number {
  return Math.max(0, Math.min(1, 0.5 + depth * pose.radius * size));
}

/** Draws the noise of the three channels of one pixel, each uniform in [-amplitude, amplitude). */
function drawGrain(random: KeyedRandom, amplitude: number): Color {
  const bits = random.bits();
  const scale = amplitude / 512;
  return [
    ((bits & 0x3ff) - 512) * scale,
    (((bits >>> 10) & 0x3ff) - 512) * scale,
    (((bits >>> 20) & 0x3ff) - 512) * scale,
  ];
}
