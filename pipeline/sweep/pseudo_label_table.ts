import { mean } from "../numbers/mean.ts";
import { formatTable } from "../terminal/format_table.ts";
import { percent } from "../terminal/percent.ts";
import type { SweepResults } from "./collect_runs.ts";
import type { PlannedSetting } from "./plan_sweep.ts";
import type { PseudoLabelQuality } from "./pseudo_label_quality.ts";
import { runsOfSetting } from "./runs_of_setting.ts";

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
 * that learned from some: means, in percent, over the seeds where it is known, for the first and the
 * last tenth of the steps that had any. Measures that no run knows have no column. Empty if no setting
 * had any.
 */
export function pseudoLabelTable(
  settings: readonly PlannedSetting[],
  results: SweepResults,
): string {
  const courses = settings.flatMap((setting) => coursesOf(setting, results));
  if (courses.length === 0) return "";
  const measures = MEASURES.filter((measure) =>
    courses.some(({ ends }) => ends.flat().some((quality) => isKnown(measure.of(quality))))
  );
  return formatTable({
    header: ["setting", "labels for", ...measures.map(({ title }) => title)],
    rows: courses.map(({ label, network, ends }) => [
      label,
      network,
      ...measures.map((measure) => ends.map((end) => formatMean(end, measure)).join(" → ")),
    ]),
  }, { markdown: true });
}

/** Quality of the labels for one network of a setting. */
interface Course {
  /** Name of the setting. */
  readonly label: string;
  readonly network: string;
  /** Of its runs in the first tenth of the steps, and in the last. */
  readonly ends: readonly (readonly PseudoLabelQuality[])[];
}

function coursesOf(setting: PlannedSetting, results: SweepResults): Course[] {
  const runs = runsOfSetting(setting, results);
  const stretches = runs.flatMap(({ pseudoLabels }) => pseudoLabels ?? []);
  const networks = new Set(stretches.flatMap((qualities) => Object.keys(qualities)));
  return [...networks].map((network) => ({
    label: setting.label,
    network,
    ends: [0, -1].map((stretch) =>
      runs.flatMap(({ pseudoLabels }) => pseudoLabels?.at(stretch)?.[network] ?? [])
    ),
  }));
}

/** The mean over runs that know a measure, as in `60.0`. */
function formatMean(qualities: readonly PseudoLabelQuality[], { of }: Measure): string {
  const shares = qualities.map(of).filter(isKnown);
  return shares.length === 0 ? "-" : percent(mean(shares));
}

function isKnown(share: number | null | undefined): share is number {
  return share !== null && share !== undefined;
}
