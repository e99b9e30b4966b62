import { basename } from "node:path";
import { formatTable } from "../terminal/format_table.ts";
import { percent } from "../terminal/percent.ts";
import { textWidth } from "../terminal/text_width.ts";
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

/** Columns that a narrow terminal leaves out, the first ones first. */
const LEAST = ["MB", "last val. %", "minutes", "from", "data", "method", "tag", "labels"];

/** Columns of words that a narrow terminal shortens; names of runs are needed whole. */
const SHORTENED: ReadonlySet<string> = new Set(["data", "method", "from", "tag"]);

/** Letters that are left of what is shortened. */
const SHORT = 10;

/**
 * Formats runs as a table, one a line. Scores are top-1: over the test videos of the primary
 * network, over the validation videos those by which the best weights are kept.
 *
 * @param width Columns of the terminal. A wider table has its words shortened, then loses columns,
 * which a last line names.
 */
export function formatRuns(runs: readonly RunSummary[], width = Infinity): string {
  const shown = ({ title, cell }: Column) =>
    !OPTIONAL.has(title) || runs.some((run) => cell(run) !== NONE);
  const notes = NOTES.filter(shown);
  const all = [...WORDS, ...notes, ...NUMBERS.filter(shown)];
  const whole = tableOf(runs, all);
  if (fits(whole, width)) return whole;
  const narrow = all.map(shortened);
  const leastFirst = LEAST.filter((title) => all.some((column) => column.title === title));
  for (let count = 0;; count++) {
    const left = leastFirst.slice(0, count);
    const table = tableOf(runs, narrow.filter(({ title }) => !left.includes(title)));
    if (!fits(table, width) && count < leastFirst.length) continue;
    const note = left.length === 0 ? "shortened" : `without ${left.join(", ")}`;
    return `${table}\n(${note}; all: --json)`;
  }
}

function tableOf(runs: readonly RunSummary[], columns: readonly Column[]): string {
  return formatTable(
    {
      header: columns.map(({ title }) => title),
      rows: runs.map((run) => columns.map(({ cell }) => cell(run))),
    },
    { words: columns.filter((column) => !NUMBERS.includes(column)).length },
  );
}

function fits(table: string, width: number): boolean {
  return table.split("\n").every((line) => textWidth(line) <= width);
}

/** A column of words with the beginnings of its cells. */
function shortened(column: Column): Column {
  if (!SHORTENED.has(column.title)) return column;
  return {
    ...column,
    cell(run) {
      const letters = [...column.cell(run)];
      return letters.length <= SHORT
        ? letters.join("")
        : `${letters.slice(0, SHORT - 1).join("")}…`;
    },
  };
}

function describeLabels({ labeled, unlabeled }: RunSummary): string {
  return labeled === null ? NONE : fraction(labeled, labeled + (unlabeled ?? 0));
}

function fraction(part: number, whole: number | null): string {
  return whole === null ? String(part) : `${part} of ${whole}`;
}
