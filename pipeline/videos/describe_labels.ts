import { formatCount } from "../terminal/format_count.ts";
import { countLabels } from "./count_labels.ts";
import type { VideoSet } from "./video_set.ts";

/** Classes whose counts are listed one by one. */
const LISTED_CLASSES = 10;

/** What {@linkcode describeLabels} counts. */
export type LabelCounts = Pick<VideoSet, "classes" | "labeled" | "unlabeled">;

/**
 * Says how many labels each class has, and how many training videos have none: "Labels: fight 10,
 * normal 6; 100 videos without". Of many classes only the range and the extremes are named. Labels
 * that are known but not used are counted too.
 */
export function describeLabels({ classes, labeled, unlabeled }: LabelCounts): string {
  const counts = countLabels(labeled);
  const byClass = classes.map((name, label) => ({ name, count: counts.get(label) ?? 0 }));
  const hidden = unlabeled.filter(({ label }) => label !== null).length;
  const others = unlabeled.length === 0
    ? "no videos without"
    : `${formatCount(unlabeled.length)} video${unlabeled.length === 1 ? "" : "s"} without` +
      describeHidden(hidden, unlabeled.length);
  return `Labels: ${describeCounts(byClass)}; ${others}`;
}

function describeHidden(hidden: number, unlabeled: number): string {
  if (hidden === 0) return "";
  if (hidden < unlabeled) return `, of which ${formatCount(hidden)} have a label that is hidden`;
  return hidden === 1 ? ", as its label is hidden" : ", as their labels are hidden";
}

interface ClassCount {
  readonly name: string;
  readonly count: number;
}

function describeCounts(classes: readonly ClassCount[]): string {
  if (classes.length <= LISTED_CLASSES) {
    return classes.map(({ name, count }) => `${name} ${formatCount(count)}`).join(", ");
  }
  const sorted = [...classes].sort((left, right) => left.count - right.count);
  const [fewest] = sorted;
  const most = sorted.at(-1);
  if (fewest === undefined || most === undefined || fewest.count === most.count) {
    return `${formatCount(fewest?.count ?? 0)} in each of ${classes.length} classes`;
  }
  return `${formatCount(fewest.count)} (${fewest.name}) to ${formatCount(most.count)} ` +
    `(${most.name}) in each of ${classes.length} classes`;
}
