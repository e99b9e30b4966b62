/** Returns the run that a page shows first: the one under way, or the one that started last. */
export function firstRun<Run extends { readonly state: string }>(
  runs: readonly Run[],
): Run | undefined {
  return runs.find(({ state }) => state === "running") ?? runs[0];
}
