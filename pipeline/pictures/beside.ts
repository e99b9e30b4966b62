import type { Part } from "./part.ts";

/** Options of {@linkcode beside}. */
export interface BesideOptions {
  /**
   * Space between two parts, in pixels.
   *
   * @default 0
   */
  readonly gap?: number;
  /**
   * Which lines of the parts are at one height.
   *
   * @default "top"
   */
  readonly align?: "top" | "middle";
}

/** Puts parts beside one another. */
export function beside(
  parts: readonly Part[],
  { gap = 0, align = "top" }: BesideOptions = {},
): Part {
  const height = Math.max(0, ...parts.map((part) => part.height));
  const lefts: number[] = [];
  let right = -gap;
  for (const { width } of parts) {
    lefts.push(right + gap);
    right += gap + width;
  }
  return {
    width: Math.max(0, right),
    height,
    draw: (left, top) =>
      parts.flatMap((part, index) => {
        const lower = align === "middle" ? (height - part.height) / 2 : 0;
        return part.draw(left + (lefts[index] ?? 0), top + lower);
      }),
  };
}
