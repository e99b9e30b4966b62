import { writeText } from "../files/write_text.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { curvePanels, stepsPerPoint } from "./curve_panels.ts";
import { drawCurves } from "./draw_curves.ts";

/**
 * Draws a run's metrics as curves into its folder.
 *
 * @returns Whether there was anything to draw: `false` before the first step.
 * @throws {RunFolderError} If the metrics are broken.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeCurves(run: RunFolder): Promise<boolean> {
  const metrics = await run.readMetrics();
  const panels = curvePanels(metrics);
  if (panels.length === 0) return false;
  const steps = metrics.filter(({ kind }) => kind === "step").length;
  const length = stepsPerPoint(steps);
  const means = length === 1 ? [] : [`A point is the mean of ${length} steps.`];
  const svg = drawCurves(panels, {
    title: run.name,
    explanation: [
      "Solid lines: the primary network, which sees the slow clip, frames far apart. Dashed: the " +
      "auxiliary network, which sees the fast clip, frames closer together.",
      ...means,
    ],
  });
  await writeText(run.curves, svg);
  return true;
}
