/** Values that PyTorch gave; see tests/fixtures/explanation/README.md. */
export interface Recorded {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Reads what PyTorch says the reference networks look at. */
export async function readRecorded(): Promise<{
  readonly classes: readonly number[];
  readonly rollout: Recorded;
  readonly grad_cam: Recorded;
}> {
  const file = new URL("../../fixtures/explanation/explanations.json", import.meta.url);
  return JSON.parse(await Deno.readTextFile(file));
}

/** Differences from the mean: a constant part, which says nothing about where, is left out. */
export function withoutMean(values: ArrayLike<number>): number[] {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return list.map((value) => value - mean);
}
