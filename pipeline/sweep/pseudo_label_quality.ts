import type { MetricsLine } from "../run/metrics_file.ts";

/** What the gate let through over a stretch of steps. */
export interface PseudoLabelQuality {
  /** Share of the unlabeled clips that got a pseudo-label. */
  readonly maskRate: number;
  /** Share of those, where the true label is known, that were right; null where none is known. */
  readonly right: number | null;
}

/** By the network that learns from the pseudo-labels. */
type ByNetwork = Readonly<Record<string, PseudoLabelQuality>>;

/** What the gate of one step saw, as a metrics line has it. */
type Gate = Readonly<Record<string, { maskRate: number; judged: number; right: number }>>;

/**
 * The quality of a run's pseudo-labels over the first and the last tenth of the steps that had any;
 * undefined where no step had.
 */
export function pseudoLabelQuality(
  lines: readonly MetricsLine[],
): { readonly first: ByNetwork; readonly last: ByNetwork } | undefined {
  const gates = lines.flatMap(({ gate }) => gate === undefined ? [] : [gate as Gate]);
  if (gates.length === 0) return undefined;
  const tenth = Math.ceil(gates.length / 10);
  return { first: over(gates.slice(0, tenth)), last: over(gates.slice(-tenth)) };
}

function over(gates: readonly Gate[]): ByNetwork {
  return Object.fromEntries(
    Object.keys(gates[0]!).map((network) => {
      const sum = (key: "maskRate" | "judged" | "right") =>
        gates.reduce((total, gate) => total + gate[network]![key], 0);
      const right = sum("judged") === 0 ? null : sum("right") / sum("judged");
      return [network, { maskRate: sum("maskRate") / gates.length, right }];
    }),
  );
}
