import type { SeriesAnswer } from "../../api.ts";

/** A bar of a histogram. */
export interface ConfidenceBar {
  /** The confidence where it begins and ends, 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** Share of all clips, 0 to 1. */
  readonly share: number;
}

/** How confident pseudo-labels were. */
export interface ConfidenceHistogram {
  /** Number of clips. */
  readonly clips: number;
  /** The steps that are counted. */
  readonly firstStep: number;
  readonly lastStep: number;
  readonly bars: readonly ConfidenceBar[];
}

/** Share of the buckets, the last ones, that are counted. */
const RECENT = 0.1;

/** Counts the clips of the last steps by confidence; null if there are none. */
export function confidenceBars(
  { confidence, steps }: Pick<SeriesAnswer, "confidence" | "steps">,
  network: string,
): ConfidenceHistogram | null {
  const buckets = confidence[network] ?? [];
  const first = Math.min(Math.floor(buckets.length * (1 - RECENT)), buckets.length - 1);
  const recent = buckets.slice(Math.max(0, first));
  const bins = Math.max(0, ...recent.map(({ length }) => length));
  const counts = Array.from({ length: bins }, (_, bin) => {
    return recent.reduce((sum, bucket) => sum + (bucket[bin] ?? 0), 0);
  });
  const clips = counts.reduce((sum, count) => sum + count, 0);
  if (clips === 0) return null;
  return {
    clips,
    firstStep: steps.from[Math.max(0, first)] ?? 0,
    lastStep: steps.to.at(-1) ?? 0,
    bars: counts.map((count, bin) => ({
      from: bin / bins,
      to: (bin + 1) / bins,
      share: count / clips,
    })),
  };
}
