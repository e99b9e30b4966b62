import type { Part } from "./part.ts";

/** Puts parts below one another, their left edges in line. */
export function below(parts: readonly Part[], gap = 0): Part {
  const tops: number[] = [];
  let bottom = -gap;
  for (const { height } of parts) {
    tops.push(bottom + gap);
    bottom += gap + height;
  }
  return {
    width: Math.max(0, ...parts.map(({ width }) => width)),
    height: Math.max(0, bottom),
    draw: (left, top) => parts.flatMap((part, index) => part.draw(left, top + (tops[index] ?? 0))),
  };
}
