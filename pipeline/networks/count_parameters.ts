import type { Model } from "../../models/mod.ts";

/** Returns how many numbers the parameters of a network hold. */
export function countParameters({ parameters }: Pick<Model, "parameters">): number {
  let count = 0;
  for (const { shape } of parameters) {
    count += shape.reduce((product: number, size: number) => product * size, 1);
  }
  return count;
}
