/** What a value still holds at the end of its stream, or a value that is to be freed there. */
export interface Held extends Disposable {
  /** Credits taken for it: the number of its clips. */
  readonly clips: number;
}

/** Returns a value that is {@linkcode Held}, else one credit. */
export function heldByItself(value: unknown): Held | number {
  return isHeld(value) ? value : 1;
}

function isHeld(value: unknown): value is Held {
  return typeof value === "object" && value !== null && Symbol.dispose in value &&
    "clips" in value && typeof value.clips === "number";
}

/** Frees what a value holds and returns the number of its credits. */
export function freeHeld(held: Held | number): number {
  if (typeof held === "number") return held;
  const { clips } = held;
  held[Symbol.dispose]();
  return clips;
}
