import type { SweepResults } from "./collect_runs.ts";
import { drawSweepFigure, type SweepPoint } from "./draw_sweep_figure.ts";
import { drawPseudoLabels } from "./draw_pseudo_labels.ts";
import { AXES } from "./grid.ts";
import { type PlannedFigure, type PlannedTable, slug, type SweepPlan } from "./plan_sweep.ts";
import { pseudoLabelCourses } from "./pseudo_label_courses.ts";
import { pseudoLabelTable } from "./pseudo_label_table.ts";
import { spreadOf } from "./spread.ts";
import { sweepTable } from "./sweep_table.ts";

/**
 * Returns the files that a sweep's results are written to, by name: `results.json`, `report.md`,
 * and the figures, as SVG, that have a finished run.
 */
export function reportFiles(
  name: string,
  plan: SweepPlan,
  results: SweepResults,
): Record<string, string> {
  const { about, config } = plan;
  const figures = figureFiles(plan.tables);
  const parts = [
    ...plan.figures.map((figure) => reportFigure(figure, results)),
    ...plan.tables.map((table, index) => reportTable(table, { results, figure: figures[index]! })),
  ];
  const paragraphs = [
    `# ${name}`,
    about,
    `${results.runs.length} of ${plan.runs.length} runs of ${config}. Top-1 of the test videos in ` +
    "per cent: the mean over the seeds, in brackets the lowest and the highest. 95 %: the interval " +
    "over seeds and test videos, where known; differences are those on the same videos and seeds.",
    ...parts.flatMap(({ paragraphs }) => paragraphs),
  ].filter((paragraph) => paragraph !== "");
  return {
    ...Object.fromEntries(parts.flatMap(({ files }) => Object.entries(files))),
    "report.md": `${paragraphs.join("\n\n")}\n`,
    "results.json": `${JSON.stringify({ about, config, ...results }, null, 2)}\n`,
  };
}

/** A part of the report, and the files that it shows. */
interface ReportPart {
  readonly paragraphs: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

/** The file of the figure of each table: one of its own, also where names differ by signs alone. */
function figureFiles(tables: readonly PlannedTable[]): string[] {
  const files = new Set<string>();
  for (const { name } of tables) {
    const stem = `pseudo-labels-${slug(name)}`;
    let file = `${stem}.svg`;
    for (let number = 2; files.has(file); number++) file = `${stem}-${number}.svg`;
    files.add(file);
  }
  return [...files];
}

/** What {@linkcode reportTable} works with. */
interface ReportTableOptions {
  readonly results: SweepResults;
  /** Name of the file of the table's figure. */
  readonly figure: string;
}

function reportTable(
  { name, rows, baselines }: PlannedTable,
  { results, figure }: ReportTableOptions,
): ReportPart {
  const heading = `## ${name}`;
  const table = sweepTable(rows, results, { baselines });
  const courses = pseudoLabelCourses(rows, results);
  if (courses.length === 0) return { paragraphs: [heading, table], files: {} };
  const title = `Pseudo-labels: ${name}`;
  return {
    paragraphs: [heading, table, `![${title}](${figure})`, pseudoLabelTable(courses)],
    files: { [figure]: drawPseudoLabels(courses, title) },
  };
}

function reportFigure({ axis, points }: PlannedFigure, results: SweepResults): ReportPart {
  const { figure, title } = AXES[axis];
  const heading = `## Figure ${figure}: ${title}`;
  const table = sweepTable(points, results, { title });
  const drawn = points.flatMap((point): SweepPoint[] => {
    const spread = spreadOf(point, results.runs, "primary");
    return spread === undefined ? [] : [{ label: point.label, spread }];
  });
  if (drawn.length === 0) return { paragraphs: [heading, table], files: {} };
  const file = `figure-${figure}-${axis}.svg`;
  const svg = drawSweepFigure({ title: `Figure ${figure}`, axisTitle: title, points: drawn });
  return {
    paragraphs: [heading, `![top-1 by ${title}](${file})`, table],
    files: { [file]: svg },
  };
}
