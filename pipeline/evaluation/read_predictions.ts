import * as v from "valibot";
import { RunFolderError } from "../run/run_folder_error.ts";
import { readTextIfPresent } from "../files/read_if_present.ts";
import { share } from "../run/number_schemas.ts";
import { parseJson } from "../run/parse_json.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { RecordedPrediction } from "./record_prediction.ts";

const predictionSchema: v.GenericSchema<unknown, RecordedPrediction> = v.object({
  video: v.string(),
  label: v.string(),
  answers: v.record(
    v.string(),
    v.array(v.object({ class: v.string(), probability: share })),
  ),
});

/**
 * Reads what a finished run answered for its test videos.
 *
 * @throws {RunFolderError} If there is no such file, or a line is not what was written.
 */
export async function readPredictions({ predictions: path }: RunFolder): Promise<
  RecordedPrediction[]
> {
  const text = await readTextIfPresent(path);
  if (text === undefined) {
    throw new RunFolderError(`Cannot read ${path} as a tested run has it: there is no such file`);
  }
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    return [parseJson(line, { path, line: index + 1, schema: predictionSchema })];
  });
}
