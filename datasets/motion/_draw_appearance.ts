import type { KeyedRandom } from "./_keyed_random.ts";
import { cosineOfTurns, fraction, sineOfTurns } from "./_waves.ts";

/** Red, green and blue from 0 to 255, not rounded. */
export type Color = readonly [number, number, number];

/** How a video looks, whatever moves in it. */
export interface Appearance {
  /**
   * Returns how deep a point is inside the shape; negative outside. Coordinates in units of the
   * radius.
   */
  readonly depth: ShapeDepth;
  /** Returns the color of the shape at a point in units of the radius. */
  readonly shapeColor: (across: number, down: number) => Color;
  /** Returns the color of the background at a point in units of the frame's side, on a torus. */
  readonly backgroundColor: (x: number, y: number) => Color;
  /** Camera drift of the background in sides per frame. */
  readonly drift: readonly [number, number];
  /** Largest deviation of the noise of one channel of one pixel. */
  readonly noise: number;
}

/** Signed depth of a point in a shape of extent 1, positive inside. */
type ShapeDepth = (across: number, down: number) => number;

/** The shapes in the order in which they are drawn by number. */
const SHAPES: readonly [ShapeDepth, ...ShapeDepth[]] = [
  disc,
  square,
  diamond,
  ring,
  triangle,
  cross,
  bar,
];

/** Points on each side of the lattice of the background's noise. */
const LATTICE_SIDE = 4;

/** Draws shape, colors, textures, drift and noise of one video. */
export function drawAppearance(random: KeyedRandom): Appearance {
  const shape = SHAPES[random.integer(0, SHAPES.length - 1)] ?? disc;
  const angle = random.between(0, 1);
  const cosine = cosineOfTurns(angle);
  const sine = sineOfTurns(angle);
  const background = drawColor(random, 20, 70);
  const bright = drawColor(random, 190, 250);
  const dark = mixColors(bright, background, random.between(0, 0.2));
  const stripes = random.between(0.6, 1.4);
  const contrast = random.between(4, 14);
  const lattice = Array.from({ length: LATTICE_SIDE * LATTICE_SIDE }, () => random.between(-1, 1));
  return {
    depth: (across, down) => shape(cosine * across + sine * down, cosine * down - sine * across),
    shapeColor: (across, down) =>
      fraction((cosine * across + sine * down) * stripes) < 0.5 ? bright : dark,
    backgroundColor: (x, y) => {
      const shade = contrast * smoothNoise(lattice, x, y);
      return [background[0] + shade, background[1] + shade, background[2] + shade];
    },
    drift: [random.between(-0.006, 0.006), random.between(-0.006, 0.006)],
    noise: random.between(2, 7),
  };
}

function disc(across: number, down: number): number {
  return 1 - Math.sqrt(across * across + down * down);
}

function square(across: number, down: number): number {
  return 0.85 - Math.max(Math.abs(across), Math.abs(down));
}

function diamond(across: number, down: number): number {
  return 0.75 * (1.1 - Math.abs(across) - Math.abs(down));
}

function ring(across: number, down: number): number {
  return 0.32 - Math.abs(Math.sqrt(across * across + down * down) - 0.68);
}

function triangle(across: number, down: number): number {
  return Math.min(0.55 - down, 0.5 * (0.7 + down) - 0.85 * (Math.abs(across) - 0.25));
}

function cross(across: number, down: number): number {
  return Math.max(
    Math.min(1 - Math.abs(across), 0.42 - Math.abs(down)),
    Math.min(0.42 - Math.abs(across), 1 - Math.abs(down)),
  );
}

function bar(across: number, down: number): number {
  return Math.min(1 - Math.abs(across), 0.5 - Math.abs(down));
}

/** Draws a color whose mean brightness is between the bounds, tinted at random. */
function drawColor(random: KeyedRandom, low: number, high: number): Color {
  const level = random.between(low, high);
  const tint: Color = [random.between(-20, 20), random.between(-20, 20), random.between(-20, 20)];
  const mean = (tint[0] + tint[1] + tint[2]) / 3;
  return [level + tint[0] - mean, level + tint[1] - mean, level + tint[2] - mean];
}

function mixColors(from: Color, to: Color, share: number): Color {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
}

/** Interpolates a square lattice that wraps round bilinearly; the result is in [-1, 1]. */
function smoothNoise(lattice: readonly number[], x: number, y: number): number {
  const column = fraction(x) * LATTICE_SIDE;
  const row = fraction(y) * LATTICE_SIDE;
  const left = Math.floor(column);
  const top = Math.floor(row);
  const valueAt = (latticeRow: number, latticeColumn: number) =>
    lattice[(latticeRow % LATTICE_SIDE) * LATTICE_SIDE + (latticeColumn % LATTICE_SIDE)] ?? 0;
  const topLeft = valueAt(top, left);
  const bottomLeft = valueAt(top + 1, left);
  const upper = topLeft + (valueAt(top, left + 1) - topLeft) * (column - left);
  const lower = bottomLeft + (valueAt(top + 1, left + 1) - bottomLeft) * (column - left);
  return upper + (lower - upper) * (row - top);
}
