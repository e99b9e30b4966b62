import { MOTION_FRAME_COUNT, type MotionClass } from "./constants.ts";
import type { Draws } from "./_keyed_random.ts";
import { cosineOfTurns, fraction, sineOfTurns, triangleOfTurns } from "./_waves.ts";

/** Where the shape is in one frame, in units of the picture's side. */
export interface ShapePose {
  /** Column of the center; the picture is a torus, so 0 and 1 are the same place. */
  readonly x: number;
  /** Row of the center, growing downwards; a torus too. */
  readonly y: number;
  /** Half the shape's extent. */
  readonly radius: number;
}

const SMALLEST_RADIUS = 0.11;
const LARGEST_RADIUS = 0.29;

/**
 * Draws the path of one shape through all frames of a video of the given class.
 *
 * In every single frame column, row and radius are uniform, each over its range, for all eight
 * classes, so one frame says nothing about the class: the center starts uniform over the torus and
 * the phase of whatever swings is uniform over the period.
 */
export function drawTrajectory(className: MotionClass, draws: Draws): readonly ShapePose[] {
  const x = draws.between(0, 1);
  const y = draws.between(0, 1);
  const steadyRadius = radiusAt(draws.between(0, 1));
  const phase = draws.between(0, 1);
  const direction = draws.integer(0, 1) === 0 ? 1 : -1;
  const motion = drawMotion(className, draws);
  const driftX = draws.between(-0.003, 0.003);
  const driftY = draws.between(-0.003, 0.003);
  return Array.from({ length: MOTION_FRAME_COUNT }, (_, frame) => {
    const offset = motion(direction * frame, phase);
    return {
      x: fraction(x + driftX * frame + (offset.x ?? 0)),
      y: fraction(y + driftY * frame + (offset.y ?? 0)),
      radius: offset.size === undefined ? steadyRadius : radiusAt(offset.size),
    };
  });
}

/** What a class changes: an offset of the center, or the place between smallest and largest size. */
interface MotionOffset {
  readonly x?: number;
  readonly y?: number;
  readonly size?: number;
}

/** The offset at a time in frames, which runs backwards in every other video. */
type Motion = (time: number, phase: number) => MotionOffset;

function drawMotion(className: MotionClass, draws: Draws): Motion {
  switch (className) {
    case "slide": {
      const speed = draws.between(0.025, 0.045);
      return (time) => ({ y: speed * time });
    }
    case "sweep": {
      const speed = draws.between(0.025, 0.045);
      return (time) => ({ x: speed * time });
    }
    case "nod": {
      const period = draws.between(7, 11);
      const distance = draws.between(0.09, 0.17);
      return (time, phase) => ({ y: distance * cosineOfTurns(phase + time / period) });
    }
    case "shake": {
      const period = draws.between(7, 11);
      const distance = draws.between(0.09, 0.17);
      return (time, phase) => ({ x: distance * cosineOfTurns(phase + time / period) });
    }
    case "bounce": {
      const period = draws.between(13, 19);
      const height = draws.between(0.22, 0.4);
      return (time, phase) => {
        const hop = fraction(phase + time / period);
        return { y: -height * 4 * hop * (1 - hop) };
      };
    }
    case "orbit": {
      const period = draws.between(10, 15);
      const distance = draws.between(0.11, 0.2);
      return (time, phase) => ({
        x: distance * cosineOfTurns(phase + time / period),
        y: distance * sineOfTurns(phase + time / period),
      });
    }
    case "zoom": {
      const period = draws.between(16, 24);
      return (time, phase) => ({ size: fraction(phase + time / period) });
    }
    case "pulse": {
      const period = draws.between(8, 12);
      return (time, phase) => ({ size: triangleOfTurns(phase + time / period) });
    }
  }
}

function radiusAt(size: number): number {
  return SMALLEST_RADIUS + (LARGEST_RADIUS - SMALLEST_RADIUS) * size;
}
