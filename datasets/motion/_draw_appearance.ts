import type { Draws } from "./_keyed_random.ts";
import { cosineOfTurns, fraction, sineOfTurns } from "./_waves.ts";

/** Red, green and blue from 0 to 255, not rounded. */
export type Color = readonly [number, number, number];

/** How a video looks, whatever moves in it. */
export interface Appearance {
  /** How deep a point lies inside the shape; negative outside. Coordinates in units of the radius. */
  readonly depth: (across: number, down: number) => number;
  /** Color of the shape at a point in units of the radius. */
  readonly shapeColor: (across: number, down: number) => Color;
  /** Color of the background at a point in units of the picture's side, on a torus. */
  readonly backgroundColor: (x: number, y: number) => Color;
  /** Camera drift of the background in sides per frame. */
  readonly drift: readonly [number, number];
  /** Largest deviation of the noise of one channel of one pixel. */
  readonly noise: number;
}

/** Signed depth of each kind of shape of extent 1, positive inside. */
const SHAPES: readonly ((across: number, down: number) => number)[] = [
  (u, v) => 1 - Math.sqrt(u * u + v * v), // disc
  (u, v) => 0.85 - Math.max(Math.abs(u), Math.abs(v)), // square
  (u, v) => 0.75 * (1.1 - Math.abs(u) - Math.abs(v)), // diamond
  (u, v) => 0.32 - Math.abs(Math.sqrt(u * u + v * v) - 0.68), // ring
  (u, v) => Math.min(0.55 - v, 0.5 * (0.7 + v) - 0.85 * (Math.abs(u) - 0.25)), // triangle
  (u, v) =>
    // cross
    Math.max(
      Math.min(1 - Math.abs(u), 0.42 - Math.abs(v)),
      Math.min(0.42 - Math.abs(u), 1 - Math.abs(v)),
    ),
  (u, v) => Math.min(1 - Math.abs(u), 0.5 - Math.abs(v)), // bar
];

const LATTICE_SIDE = 4;

/** Draws shape, colors, textures, drift and noise of one video. */
export function drawAppearance(draws: Draws): Appearance {
  const shape = SHAPES[draws.integer(0, SHAPES.length - 1)]!;
  const angle = draws.between(0, 1);
  const cosine = cosineOfTurns(angle);
  const sine = sineOfTurns(angle);
  const background = drawColor(draws, 20, 70);
  const bright = drawColor(draws, 190, 250);
  const dark = mixedColors(bright, background, draws.between(0, 0.2));
  const stripes = draws.between(0.6, 1.4);
  const contrast = draws.between(4, 14);
  const lattice = Array.from({ length: LATTICE_SIDE * LATTICE_SIDE }, () => draws.between(-1, 1));
  return {
    depth: (across, down) => shape(cosine * across + sine * down, cosine * down - sine * across),
    shapeColor: (across, down) =>
      fraction((cosine * across + sine * down) * stripes) < 0.5 ? bright : dark,
    backgroundColor: (x, y) => {
      const shade = contrast * smoothNoise(lattice, x, y);
      return [background[0] + shade, background[1] + shade, background[2] + shade];
    },
    drift: [draws.between(-0.006, 0.006), draws.between(-0.006, 0.006)],
    noise: draws.between(2, 7),
  };
}

/** A color whose mean brightness lies between the bounds, tinted at random. */
function drawColor(draws: Draws, low: number, high: number): Color {
  const level = draws.between(low, high);
  const tint = [draws.between(-20, 20), draws.between(-20, 20), draws.between(-20, 20)] as const;
  const mean = (tint[0] + tint[1] + tint[2]) / 3;
  return [level + tint[0] - mean, level + tint[1] - mean, level + tint[2] - mean];
}

function mixedColors(from: Color, to: Color, share: number): Color {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
}

/** Bilinear interpolation of a square lattice that wraps round, in [-1, 1]. */
function smoothNoise(lattice: readonly number[], x: number, y: number): number {
  const column = fraction(x) * LATTICE_SIDE;
  const row = fraction(y) * LATTICE_SIDE;
  const left = Math.floor(column);
  const top = Math.floor(row);
  const at = (r: number, c: number) =>
    lattice[(r % LATTICE_SIDE) * LATTICE_SIDE + (c % LATTICE_SIDE)]!;
  const upper = at(top, left) + (at(top, left + 1) - at(top, left)) * (column - left);
  const lower = at(top + 1, left) + (at(top + 1, left + 1) - at(top + 1, left)) * (column - left);
  return upper + (lower - upper) * (row - top);
}
