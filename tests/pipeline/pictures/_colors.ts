/** Red, green and blue, linear in light, 0 to 1. */
type Rgb = readonly [red: number, green: number, blue: number];

/** Rows of a matrix of three columns. */
type Matrix = readonly [Rgb, Rgb, Rgb];

/** What is left of red, green and blue without one of the three kinds of cones (Machado, 2009). */
const SEEN: Readonly<Record<string, Matrix>> = {
  "normal vision": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  "protanopia": [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  "deuteranopia": [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  "tritanopia": [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Kinds of color vision. */
export const VISIONS: readonly string[] = Object.keys(SEEN);

/** Cones of the color space OKLab, and its axes. */
const OKLAB: { readonly cones: Matrix; readonly axes: Matrix } = {
  cones: [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ],
  axes: [
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
  ],
};

/** The contrast of two colors by the Web Content Accessibility Guidelines, 1 to 21. */
export function contrast(first: string, second: string): number {
  const luminances = [first, second].map((color) => luminance(linear(color)));
  return (Math.max(...luminances) + 0.05) / (Math.min(...luminances) + 0.05);
}

/** A color over another one, which shows through by what the opacity leaves. */
export function blend(above: string, below: string, opacity: number): string {
  const channels = [1, 3, 5].map((start) => {
    const [upper, lower] = [above, below].map((color) =>
      Number.parseInt(color.slice(start, start + 2), 16)
    );
    const mixed = Math.round(upper! * opacity + lower! * (1 - opacity));
    return mixed.toString(16).padStart(2, "0");
  });
  return `#${channels.join("")}`;
}

/** A color as somebody sees it. */
export function seenWith(vision: string, color: string): Rgb {
  const matrix = SEEN[vision];
  if (matrix === undefined) throw new RangeError(vision);
  const [red, green, blue] = times(matrix, linear(color));
  return [clip(red), clip(green), clip(blue)];
}

/** How different two colors look: about 1 between black and white. */
export function oklabDistance(first: Rgb, second: Rgb): number {
  const [a, b] = [oklab(first), oklab(second)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function linear(color: string): Rgb {
  const channel = (start: number) => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function oklab(color: Rgb): Rgb {
  const [long, medium, short] = times(OKLAB.cones, color);
  return times(OKLAB.axes, [Math.cbrt(long), Math.cbrt(medium), Math.cbrt(short)]);
}

function times(matrix: Matrix, [x, y, z]: Rgb): Rgb {
  const row = ([a, b, c]: Rgb) => a * x + b * y + c * z;
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}
