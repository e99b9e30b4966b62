import { parseJson } from "../run/parse_json.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { RecordedPrediction } from "./record_prediction.ts";

/**
 * Reads what a finished run answered for its test videos.
 *
 * @throws {RunFolderError} If a line is not JSON.
 */
export async function readPredictions(run: RunFolder): Promise<RecordedPrediction[]> {
  const lines = (await Deno.readTextFile(run.predictions)).split("\n");
  return lines.filter((line) => line !== "")
    .map((line) => parseJson(run.predictions, line) as RecordedPrediction);
}
