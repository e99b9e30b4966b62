import { MOTION_FRAME_COUNT, type MotionClass } from "./constants.ts";
import type { KeyedRandom } from "./_keyed_random.ts";
import { cosineOfTurns, fraction, sineOfTurns, triangleOfTurns } from "./_waves.ts";

/** Where the shape is in one frame, in units of the frame's side. */
export interface ShapePose {
  /** Column of the center; the frame is a torus, so 0 and 1 are the same position. */
  readonly x: number;
  /** Row of the center, from the top; a torus too. */
  readonly y: number;
  /** Half the shape's extent. */
  readonly radius: number;
}

/** Bounds of the radius, in units of the frame's side. */
const SMALLEST_RADIUS = 0.11;
const LARGEST_RADIUS = 0.29;

/**
 * Draws the path of one shape through all frames of a video of the given class.
 *
 * In every single frame column, row and radius are uniform, each over its range, for all eight
 * classes, so one frame says nothing about the class: the center starts uniform over the torus and
 * the phase of every swing is uniform over the period.
 */
export function drawTrajectory(className: MotionClass, random: KeyedRandom): readonly ShapePose[] {
  const x = random.between(0, 1);
  const y = random.between(0, 1);
  const steadyRadius = radiusAt(random.between(0, 1));
  const phase = random.between(0, 1);
  const direction = random.integer(0, 1) === 0 ? 1 : -1;
  const motion = MOTIONS[className](random);
  const driftX = random.between(-0.003, 0.003);
  const driftY = random.between(-0.003, 0.003);
  return Array.from({ length: MOTION_FRAME_COUNT }, (_, frame) => {
    const offset = motion(direction * frame, phase);
    return {
      x: fraction(x + driftX * frame + (offset.x ?? 0)),
      y: fraction(y + driftY * frame + (offset.y ?? 0)),
      radius: offset.size === undefined ? steadyRadius : radiusAt(offset.size),
    };
  });
}

/** What a class changes: an offset of the center, or the size from 0 (smallest) to 1 (largest). */
interface MotionOffset {
  readonly x?: number;
  readonly y?: number;
  readonly size?: number;
}

/** Returns the offset at a time in frames, which runs backwards in every other video. */
type Motion = (time: number, phase: number) => MotionOffset;

/** How each class draws its motion. */
const MOTIONS: Readonly<Record<MotionClass, (random: KeyedRandom) => Motion>> = {
  slide: drawSlide,
  sweep: drawSweep,
  nod: drawNod,
  shake: drawShake,
  bounce: drawBounce,
  orbit: drawOrbit,
  zoom: drawZoom,
  pulse: drawPulse,
};

function drawSlide(random: KeyedRandom): Motion {
  const speed = random.between(0.025, 0.045);
  return (time) => ({ y: speed * time });
}

function drawSweep(random: KeyedRandom): Motion {
  const speed = random.between(0.025, 0.045);
  return (time) => ({ x: speed * time });
}

function drawNod(random: KeyedRandom): Motion {
  const period = random.between(7, 11);
  const distance = random.between(0.09, 0.17);
  return (time, phase) => ({ y: distance * cosineOfTurns(phase + time / period) });
}

function drawShake(random: KeyedRandom): Motion {
  const period = random.between(7, 11);
  const distance = random.between(0.09, 0.17);
  return (time, phase) => ({ x: distance * cosineOfTurns(phase + time / period) });
}

function drawBounce(random: KeyedRandom): Motion {
  const period = random.between(13, 19);
  const height = random.between(0.22, 0.4);
  return (time, phase) => {
    const hop = fraction(phase + time / period);
    return { y: -height * 4 * hop * (1 - hop) };
  };
}

function drawOrbit(random: KeyedRandom): Motion {
  const period = random.between(10, 15);
  const distance = random.between(0.11, 0.2);
  return (time, phase) => ({
    x: distance * cosineOfTurns(phase + time / period),
    y: distance * sineOfTurns(phase + time / period),
  });
}

function drawZoom(random: KeyedRandom): Motion {
  const period = random.between(16, 24);
  return (time, phase) => ({ size: fraction(phase + time / period) });
}

function drawPulse(random: KeyedRandom): Motion {
  const period = random.between(8, 12);
  return (time, phase) => ({ size: triangleOfTurns(phase + time / period) });
}

function radiusAt(size: number): number {
  return SMALLEST_RADIUS + (LARGEST_RADIUS - SMALLEST_RADIUS) * size;
}
