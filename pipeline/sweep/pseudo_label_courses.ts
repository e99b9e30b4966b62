import { mean } from "../numbers/mean.ts";
import type { SweepResults } from "./collect_runs.ts";
import type { PlannedSetting } from "./plan_sweep.ts";
import type { PseudoLabelQuality } from "./pseudo_label_quality.ts";
import { runsOfSetting } from "./runs_of_setting.ts";

/** A measure of pseudo-labels. */
export interface PseudoLabelMeasure {
  /** In one word. */
  readonly name: "passed" | "right" | "confidence" | "accuracy";
  /** What it is a share of. */
  readonly meaning: string;
}

/** What pseudo-labels are measured by, in the order of tables and figures. */
export const PSEUDO_LABEL_MEASURES: readonly PseudoLabelMeasure[] = [
  { name: "passed", meaning: "clips whose label passed" },
  { name: "right", meaning: "right ones of the labels that passed" },
  { name: "confidence", meaning: "mean confidence in the labels of all clips" },
  { name: "accuracy", meaning: "right ones of the labels of all clips" },
];

/** How the labels that one network learned from changed while it learned: means over the runs. */
export interface PseudoLabelCourse {
  /** Name of the setting. */
  readonly setting: string;
  /** The network that learned from the labels. */
  readonly network: string;
  /** Number of runs. */
  readonly runs: number;
  /**
   * Shares, 0 to 1, in each tenth of the steps that had pseudo-labels, the first one first; undefined
   * where no run knows them.
   */
  readonly tenths: Readonly<Record<PseudoLabelMeasure["name"], readonly (number | undefined)[]>>;
}

/** Returns the courses of settings, one for each network of a setting that had pseudo-labels. */
export function pseudoLabelCourses(
  settings: readonly PlannedSetting[],
  results: SweepResults,
): PseudoLabelCourse[] {
  return settings.flatMap((setting) => {
    const runs = runsOfSetting(setting, results).flatMap(({ pseudoLabels }) =>
      pseudoLabels === undefined ? [] : [pseudoLabels]
    );
    const networks = new Set(runs.flat().flatMap((qualities) => Object.keys(qualities)));
    return [...networks].map((network) => {
      const courses = runs.map((stretches) => stretches.map((qualities) => qualities[network]));
      return {
        setting: setting.label,
        network,
        runs: runs.length,
        tenths: {
          passed: meansOver(courses, ({ maskRate }) => maskRate),
          right: meansOver(courses, ({ right }) => right),
          confidence: meansOver(courses, ({ confidence }) => confidence),
          accuracy: meansOver(courses, ({ accuracy }) => accuracy),
        },
      };
    });
  });
}

/** The mean of a measure in each stretch, over the courses that know it there. */
function meansOver(
  courses: readonly (readonly (PseudoLabelQuality | undefined)[])[],
  of: (quality: PseudoLabelQuality) => number | null | undefined,
): (number | undefined)[] {
  const length = Math.max(0, ...courses.map((course) => course.length));
  return Array.from({ length }, (_, stretch) => {
    const shares = courses.flatMap((course) => {
      const quality = course[stretch];
      return quality === undefined ? [] : of(quality) ?? [];
    });
    return shares.length === 0 ? undefined : mean(shares);
  });
}
