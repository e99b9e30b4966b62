import { drawSweepFigure } from "./figure.ts";
import { AXES, type PlannedSetting, type SweepPlan } from "./grid.ts";
import { type Spread, spreadOf, type SweepRun } from "./results.ts";
import { formatTable } from "../terminal/format_table.ts";

/** Who answers, in the order of the columns. */
const ANSWERERS = ["primary", "auxiliary", "both"] as const;

/** The files that a sweep's results are written to, by name: `results.json`, `report.md`, figures. */
export function reportFiles(
  name: string,
  plan: SweepPlan,
  finished: readonly SweepRun[],
): Record<string, string> {
  const files: Record<string, string> = {};
  const parts = [`# ${name}`];
  if (plan.about !== "") parts.push(plan.about);
  parts.push(
    `${finished.length} of ${plan.runs.length} runs of ${plan.config}. Top-1 of the test videos in ` +
      "per cent: the mean over the seeds, in brackets the lowest and the highest.",
  );
  for (const { axis, points } of plan.figures) {
    const { figure, title } = AXES[axis];
    const drawn = points.flatMap((point) => {
      const spread = spreadOf(point, finished, "primary");
      return spread === undefined ? [] : { label: point.label, spread };
    });
    parts.push(`## Figure ${figure}: ${title}`);
    if (drawn.length > 0) {
      const file = `figure-${figure}-${axis}.svg`;
      files[file] = drawSweepFigure({
        title: `Figure ${figure}`,
        axisTitle: title,
        points: drawn,
      });
      parts.push(`![top-1 by ${title}](${file})`);
    }
    parts.push(tableOf(title, points, finished));
  }
  for (const { name: table, rows } of plan.tables) {
    parts.push(`## ${table}`, tableOf("setting", rows, finished));
  }
  files["report.md"] = `${parts.join("\n\n")}\n`;
  const { about, config } = plan;
  files["results.json"] = `${JSON.stringify({ about, config, runs: finished }, null, 2)}\n`;
  return files;
}

function tableOf(
  title: string,
  settings: readonly PlannedSetting[],
  finished: readonly SweepRun[],
): string {
  const rows = settings.map((setting) => {
    const spreads = ANSWERERS.map((who) => spreadOf(setting, finished, who));
    return [setting.label, ...spreads.map(cell), String(spreads[0]?.runs ?? 0)];
  });
  return formatTable({ header: [title, ...ANSWERERS, "runs"], rows }, { markdown: true });
}

function cell(spread: Spread | undefined): string {
  if (spread === undefined) return "-";
  const [mean, low, high] = [spread.mean, spread.low, spread.high].map((share) =>
    (100 * share).toFixed(1)
  );
  return spread.runs === 1 ? mean! : `${mean} (${low} to ${high})`;
}
