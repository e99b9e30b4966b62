import { type MotionClass, motionFrameCount } from "./constants.ts";
import type { Draws } from "./_draws.ts";
import { cosineOfTurns, fraction, sineOfTurns, triangleOfTurns } from "./_waves.ts";

/** Where the shape is in one frame, in units of the picture's side. */
export interface ShapePose {
  /** Column of the centre; the picture is a torus, so 0 and 1 are the same place. */
  readonly x: number;
  /** Row of the centre, growing downwards; a torus too. */
  readonly y: number;
  /** Half the shape's extent. */
  readonly radius: number;
}

const smallestRadius = 0.11;
const largestRadius = 0.29;

/**
 * Draws the path of one shape through all frames of a video of the given class.
 *
 * In every single frame column, row and radius have the same distribution for all eight classes, so
 * one frame says nothing about the class: the row starts uniform over the torus, the phase is
 * uniform over the period, the radius is uniform over one range, and the column is a centre plus a
 * swing, which `orbit` and `shake` set in motion and the others leave where it is.
 */
export function drawTrajectory(className: MotionClass, draws: Draws): readonly ShapePose[] {
  const x = draws.between(0.4, 0.6);
  const y = draws.between(0, 1);
  const steadyRadius = radiusAt(draws.between(0, 1));
  const phase = draws.between(0, 1);
  const swing = draws.between(0.09, 0.17);
  const motion = drawMotion(className, draws, swing);
  const driftX = draws.between(-0.003, 0.003);
  const driftY = draws.between(-0.003, 0.003);
  return Array.from({ length: motionFrameCount }, (_, frame) => {
    const offset = motion(frame, phase);
    return {
      x: fraction(x + driftX * frame + (offset.x ?? swing * cosineOfTurns(phase))),
      y: fraction(y + driftY * frame + (offset.y ?? 0)),
      radius: offset.size === undefined ? steadyRadius : radiusAt(offset.size),
    };
  });
}

/** What a class changes: an offset of the centre, or the place between smallest and largest size. */
interface MotionOffset {
  readonly x?: number;
  readonly y?: number;
  readonly size?: number;
}

type Motion = (frame: number, phase: number) => MotionOffset;

function drawMotion(className: MotionClass, draws: Draws, swing: number): Motion {
  switch (className) {
    case "rise": {
      const speed = draws.between(0.025, 0.045);
      return (frame) => ({ y: -speed * frame });
    }
    case "fall": {
      const speed = draws.between(0.025, 0.045);
      return (frame) => ({ y: speed * frame });
    }
    case "grow": {
      const period = draws.between(14, 22);
      return (frame, phase) => ({ size: fraction(phase + frame / period) });
    }
    case "shrink": {
      const period = draws.between(14, 22);
      return (frame, phase) => ({ size: fraction(phase - frame / period) });
    }
    case "bounce": {
      const period = draws.between(10, 15);
      const height = draws.between(0.22, 0.4);
      return (frame, phase) => {
        const hop = fraction(phase + frame / period);
        return { y: -height * 4 * hop * (1 - hop) };
      };
    }
    case "orbit": {
      const period = draws.between(10, 15) * (draws.integer(0, 1) === 0 ? 1 : -1);
      return (frame, phase) => ({
        x: swing * cosineOfTurns(phase + frame / period),
        y: swing * sineOfTurns(phase + frame / period),
      });
    }
    case "shake": {
      const period = draws.between(5, 8);
      return (frame, phase) => ({ x: swing * cosineOfTurns(phase + frame / period) });
    }
    case "pulse": {
      const period = draws.between(10, 15);
      return (frame, phase) => ({ size: triangleOfTurns(phase + frame / period) });
    }
  }
}

function radiusAt(size: number): number {
  return smallestRadius + (largestRadius - smallestRadius) * size;
}
