import { formatTable } from "../terminal/format_table.ts";
import { percent } from "../terminal/percent.ts";
import type { RunComparison } from "./compare_runs.ts";
import type { RunSummary } from "./run_summary.ts";

/** Written where there is no value. */
const NONE = "-";

/** Formats runs side by side: a column for each, first what differs, then their results. */
export function formatComparison({ runs, differences }: RunComparison): string {
  const settings = Object.entries(differences).map(([field, values]) => [
    field,
    ...values.map(describeValue),
  ]);
  const noDifference = [["(the same settings)", ...runs.map(() => "")]];
  const results = [
    resultRow(runs, "state", ({ state }) => state),
    resultRow(runs, "steps", ({ steps }) => String(steps)),
    resultRow(runs, "minutes", ({ minutes }) => minutes?.toFixed(1) ?? NONE),
    resultRow(runs, "best validation %", ({ bestValidation }) => percent(bestValidation)),
    ...answerersOf(runs).map((who) =>
      resultRow(runs, `test %, ${who}`, ({ test }) => percent(test?.[who] ?? null))
    ),
  ];
  const known = results.filter(([, ...cells]) => cells.some((cell) => cell !== NONE));
  const rows = [...(settings.length === 0 ? noDifference : settings), ...known];
  return formatTable({ header: ["", ...runs.map(({ name }) => name)], rows });
}

function resultRow(
  runs: readonly RunSummary[],
  title: string,
  cell: (run: RunSummary) => string,
): string[] {
  return [title, ...runs.map(cell)];
}

/** Who answers in any of the runs, in the order of their results. */
function answerersOf(runs: readonly RunSummary[]): string[] {
  return [...new Set(runs.flatMap(({ test }) => Object.keys(test ?? {})))];
}

function describeValue(value: unknown): string {
  if (value === null) return NONE;
  return typeof value === "string" ? value : JSON.stringify(value);
}
