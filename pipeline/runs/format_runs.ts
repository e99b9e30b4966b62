import { basename } from "node:path";
import { formatTable } from "../terminal/format_table.ts";
import { percent } from "../terminal/percent.ts";
import type { RunSummary } from "./run_summary.ts";

/** A column of the table. */
interface Column {
  readonly title: string;
  readonly cell: (run: RunSummary) => string;
}

/** Written where there is no value. */
const NONE = "-";

const WORDS: readonly Column[] = [
  { title: "run", cell: ({ name }) => name },
  { title: "state", cell: ({ state }) => state },
  { title: "data", cell: ({ data }) => basename(data) },
  { title: "method", cell: ({ method }) => basename(method) },
];

const NUMBERS: readonly Column[] = [
  { title: "labels", cell: describeLabels },
  { title: "steps", cell: ({ steps, totalSteps }) => fraction(steps, totalSteps) },
  { title: "best val. %", cell: ({ bestValidation }) => percent(bestValidation) },
  { title: "last val. %", cell: ({ lastValidation }) => percent(lastValidation) },
  { title: "test %", cell: ({ test }) => percent(test?.primary ?? null) },
  { title: "minutes", cell: ({ minutes }) => minutes === null ? NONE : minutes.toFixed(1) },
  { title: "MB", cell: ({ bytes }) => (bytes / 1e6).toFixed(1) },
];

/** Columns that are omitted if no run has a value. */
const OPTIONAL: ReadonlySet<string> = new Set(["best val. %", "last val. %", "from", "tag"]);

const NOTES: readonly Column[] = [
  { title: "from", cell: ({ parent }) => parent === null ? NONE : basename(parent) },
  { title: "tag", cell: ({ tag }) => tag ?? NONE },
];

/**
 * Formats runs as a table, one a line. Scores are top-1: over the test videos of the primary
 * network, over the validation videos those by which the best weights are kept.
 */
export function formatRuns(runs: readonly RunSummary[]): string {
  const shown = ({ title, cell }: Column) =>
    !OPTIONAL.has(title) || runs.some((run) => cell(run) !== NONE);
  const notes = NOTES.filter(shown);
  const columns = [...WORDS, ...notes, ...NUMBERS.filter(shown)];
  return formatTable(
    {
      header: columns.map(({ title }) => title),
      rows: runs.map((run) => columns.map(({ cell }) => cell(run))),
    },
    { words: WORDS.length + notes.length },
  );
}

function describeLabels({ labeled, unlabeled }: RunSummary): string {
  return labeled === null ? NONE : fraction(labeled, labeled + (unlabeled ?? 0));
}

function fraction(part: number, whole: number | null): string {
  return whole === null ? String(part) : `${part} of ${whole}`;
}
