import type { RunFolder } from "../run/run_folder.ts";

export async function writeCurves(run: RunFolder): Promise<boolean> {
  await run.readMetrics();
  return false;
}
