import { mean } from "../numbers/mean.ts";
import { formatTable } from "../terminal/format_table.ts";
import { percent } from "../terminal/percent.ts";
import type { SweepResults, SweepRun } from "./collect_runs.ts";
import type { PlannedSetting } from "./plan_sweep.ts";
import type { PseudoLabelQuality } from "./pseudo_label_quality.ts";

/** A measure of the pseudo-labels: what it is called, and its share, 0 to 1; null if unknown. */
interface Measure {
  readonly title: string;
  readonly of: (quality: PseudoLabelQuality) => number | null | undefined;
}

const MEASURES: readonly Measure[] = [
  { title: "passed", of: ({ maskRate }) => maskRate },
  { title: "right", of: ({ right }) => right },
  { title: "confidence", of: ({ confidence }) => confidence },
  { title: "accuracy", of: ({ accuracy }) => accuracy },
];

/**
 * Formats the quality of the pseudo-labels as a Markdown table, one row for each setting and network
 * that learned from some: means over the seeds, in percent, for the first and the last tenth of the
 * steps that had any. Empty if no setting had any.
 */
export function pseudoLabelTable(
  settings: readonly PlannedSetting[],
  { runs }: SweepResults,
): string {
  const rows = settings.flatMap(({ label, runs: planned }) => {
    const names = new Set(planned.map(({ name }) => name));
    const finished = runs.filter(({ name }) => names.has(name));
    const networks = Object.keys(
      finished.flatMap(({ pseudoLabels = [] }) => pseudoLabels)[0] ?? {},
    );
    return networks.map((network) => [
      label,
      network,
      ...MEASURES.map((measure) => formatCourse(finished, network, measure)),
    ]);
  });
  if (rows.length === 0) return "";
  const header = ["setting", "labels for", ...MEASURES.map(({ title }) => title)];
  return formatTable({ header, rows }, { markdown: true });
}

/** The mean over the runs for the first and the last tenth, as in `15.0 → 60.0`. */
function formatCourse(
  runs: readonly SweepRun[],
  network: string,
  { of }: Measure,
): string {
  const ends = [0, -1].map((stretch) => {
    const shares = runs.flatMap(({ pseudoLabels }) => {
      const quality = pseudoLabels?.at(stretch)?.[network];
      return quality === undefined ? [] : of(quality) ?? [];
    });
    return shares.length === 0 ? "-" : percent(mean(shares));
  });
  return ends.join(" → ");
}
