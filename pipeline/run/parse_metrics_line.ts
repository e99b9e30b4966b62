import { type MetricsLine, metricsLineSchema } from "./metrics_line.ts";
import { parseJson } from "./parse_json.ts";
import { RunFolderError } from "./run_folder_error.ts";

/** What a decoder puts in the position of bytes that are not text. The metrics hold none. */
const REPLACEMENT = "\uFFFD";

/** What to do about a line that something else has damaged. */
const REMEDY =
  "Copy the file from a backup, or remove the line: only curves and costs lack it then";

/** Where a line is. */
export interface LinePosition {
  /** The file. */
  readonly path: string;
  /** Number of the line, from 1. */
  readonly line: number;
}

/**
 * Parses a line of a run's metrics.
 *
 * @throws {RunFolderError} If it is damaged.
 */
export function parseMetricsLine(text: string, { path, line }: LinePosition): MetricsLine {
  if (text.includes(REPLACEMENT)) {
    throw new RunFolderError(
      `Cannot read line ${line} of ${path} as it must be text in UTF-8: it is not. ${REMEDY}`,
    );
  }
  return parseJson(text, { path, line, schema: metricsLineSchema, remedy: REMEDY });
}
