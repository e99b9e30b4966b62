import type { RunDetails } from "../../api.ts";

/** A setting of runs. */
export interface SettingRow {
  /** Its path, such as `optimizer.learningRate`. */
  readonly path: string;
  /** Its value in each run. */
  readonly values: readonly string[];
}

/** Lists all settings of a run, or those in which several runs differ. */
export function settingRows(runs: readonly Pick<RunDetails, "settings">[]): SettingRow[] {
  const paths = [...new Set(runs.flatMap(({ settings }) => Object.keys(settings)))];
  const rows = paths.map((path) => ({
    path,
    values: runs.map(({ settings }) => path in settings ? JSON.stringify(settings[path]) : "–"),
  }));
  if (runs.length < 2) return rows;
  return rows.filter(({ values }) => new Set(values).size > 1);
}
