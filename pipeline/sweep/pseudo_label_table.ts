import { formatTable } from "../terminal/format_table.ts";
import { percent } from "../terminal/percent.ts";
import { PSEUDO_LABEL_MEASURES, type PseudoLabelCourse } from "./pseudo_label_courses.ts";

/**
 * Formats the quality of pseudo-labels as a Markdown table, one row for each setting and network
 * that learned from some: percents in the first and the last tenth of the steps that had any.
 * Measures that no run knows have no column. Empty if there are no courses.
 */
export function pseudoLabelTable(courses: readonly PseudoLabelCourse[]): string {
  if (courses.length === 0) return "";
  const measures = PSEUDO_LABEL_MEASURES.filter(({ name }) =>
    courses.some(({ tenths }) => endsOf(tenths[name]).some((share) => share !== undefined))
  );
  return formatTable({
    header: ["setting", "labels for", ...measures.map(({ name }) => name)],
    rows: courses.map(({ setting, network, tenths }) => [
      setting,
      network,
      ...measures.map(({ name }) => endsOf(tenths[name]).map(formatShare).join(" → ")),
    ]),
  }, { markdown: true });
}

function endsOf(tenths: readonly (number | undefined)[]): (number | undefined)[] {
  return [tenths[0], tenths.at(-1)];
}

function formatShare(share: number | undefined): string {
  return share === undefined ? "-" : percent(share);
}
